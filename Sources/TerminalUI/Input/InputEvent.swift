/// What a hand did, decoded from bytes.
package enum InputEvent: Hashable, Sendable {
    /// A finger or button went down on this cell. A wheel step counts as a touch where it happened: a sloppy tap
    /// arrives as one (terminal.md 1.2).
    case touch(Point)
    /// The finger or button went up again.
    case release(Point)
    case key(Key)
}

package enum Key: Hashable, Sendable {
    case character(Character)
    case enter, escape, backspace, tab
    case up, down, left, right, home, end, pageUp, pageDown, insert, delete
}
