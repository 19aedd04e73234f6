/// Which lines are not what was sealed, from what does not fit (pure).
///
/// A line is confirmed by the anchor that names it, and by its successor if that one is confirmed. A link that does not
/// hold speaks against the lower line if the upper one is confirmed, else against the one that was blamed as it was found.
/// An anchor that does not hold speaks against some line up to it that had not come by then: a chain that was sealed anew
/// from a line on is sound in itself, and which line was the first can't be told.
enum AlteredLines {
    /// Two neighbours that don't fit.
    struct Link: Equatable {
        /// The line that is not what its successor names; 0 for the beginning of the queue.
        let lower: Int64
        /// The line to blame where nothing confirms the upper one.
        let blamed: Int64
    }

    /// - Parameters:
    ///   - links: Those that don't hold.
    ///   - anchors: Rising by `created`.
    static func find(links: [Link], anchors: [Anchors.Row]) -> SequenceNumbers {
        let broken = Set(links.map(\.lower))
        func isConfirmed(_ upper: Int64) -> Bool {
            anchors.contains { anchor in
                anchor.state == .agrees && anchor.created >= upper
                    && !broken.contains { $0 >= upper && $0 < anchor.created }
            }
        }
        var altered = SequenceNumbers()
        for link in links {
            let line = max(1, isConfirmed(link.lower + 1) ? link.lower : link.blamed)
            altered.insert(contentsOf: line..<line + 1)
        }
        for anchor in anchors where anchor.state == .disagrees {
            let agreed = anchors.last { $0.created < anchor.created && $0.state == .agrees }?.created ?? 0
            // Its successor tells that it alone is wrong.
            let isAlone = broken.contains(anchor.created) && isConfirmed(anchor.created + 1)
            let first = isAlone ? anchor.created : max(agreed + 1, min(anchor.durableSeq + 1, anchor.created))
            altered.insert(contentsOf: first..<anchor.created + 1)
        }
        return altered
    }
}
