import TerminalUI

/// The way to the staff menu that nobody finds by chance and that is never a vote.
///
/// By finger: the top left corner of the picture, the top right one, the top left one, the top right one, within five
/// seconds. On every layout the top eighth of the screen has nothing to touch. By keyboard: the word `staff`; on a number
/// pad `/` `-` `/` `-` `/`. A cat holds keys down and a child drums on one place: neither takes turns.
struct StaffKnock: Equatable, Sendable {
    private var corners: [Corner] = []
    private var keys = ""
    /// When the sequence under way began, in `bootMS`.
    private var since: Int64 = 0

    private enum Corner: Equatable, Sendable { case left, right }

    static let patience: Int64 = 5_000
    private static let sequence: [Corner] = [.left, .right, .left, .right]
    static let spellings = ["staff", "/-/-/"]

    /// Whether this stroke was the last of a sequence.
    ///
    /// - Parameter isDead: Whether there is nothing to touch at this place.
    mutating func take(_ input: InputEvent, size: Size, isDead: (Point) -> Bool, at now: Int64) -> Bool {
        if now - since > Self.patience { forget() }
        if corners.isEmpty, keys.isEmpty { since = now }
        switch input {
        case .release: return false
        case .touch(let point):
            keys = ""
            guard isDead(point), let corner = Self.corner(of: point, size), corner == Self.sequence[corners.count]
            else {
                return begin(with: point, size, isDead(point), at: now)
            }
            corners.append(corner)
            guard corners.count == Self.sequence.count else { return false }
        case .key(let key):
            corners = []
            guard case .character(let character) = key else {
                keys = ""
                return false
            }
            take(character, at: now)
            guard Self.spellings.contains(keys) else { return false }
        }
        forget()
        return true
    }

    mutating func forget() {
        corners = []
        keys = ""
    }

    private mutating func take(_ character: Character, at now: Int64) {
        let longer = keys + String(character).lowercased()
        if Self.spellings.contains(where: { $0.hasPrefix(longer) }) {
            keys = longer
        } else {
            keys = ""
            let first = String(character).lowercased()
            guard Self.spellings.contains(where: { $0.hasPrefix(first) }) else { return }
            keys = first
            since = now
        }
    }

    /// A stroke beside the sequence ends it; it may be the first of another one.
    private mutating func begin(with point: Point, _ size: Size, _ isDead: Bool, at now: Int64) -> Bool {
        corners = isDead && Self.corner(of: point, size) == .left ? [.left] : []
        since = now
        return false
    }

    /// An eighth of the height and of the width, and never less than a fingertip.
    private static func corner(of point: Point, _ size: Size) -> Corner? {
        let (width, height) = (max(7, size.width / 8), max(2, size.height / 8))
        guard (0..<height).contains(point.row) else { return nil }
        if (0..<width).contains(point.column) { return .left }
        return (size.width - width..<size.width).contains(point.column) ? .right : nil
    }
}
