/// What a key on the screen does.
package enum KeyFunction: Hashable, Sendable {
    /// Types this character; with shift on, its capital.
    case character(Character)
    /// Takes the place of the letter that was typed twice.
    case accent(Character)
    /// Types these characters, such as `.com`.
    case snippet(String)
    case space
    case backspace
    /// The next letter is a capital.
    case shift
    /// Between letters, and digits with punctuation.
    case plane
}

/// Which characters a keyboard shows.
package enum KeyPlane: Sendable { case letters, symbols }
