/// When a vote is suspect: it came so soon after others, or among so many touches, that it hardly says what another
/// customer thinks.
///
/// A suspect response is kept and sent like any other, with the reason; scores leave it out unless they are asked not to.
package struct SuspectRule: Equatable, Sendable {
    /// So many votes within a span of time.
    package struct Burst: Equatable, Sendable {
        /// From this vote on they are suspect; at least 2.
        package let votes: Int
        /// Milliseconds.
        package let span: Int64

        package init(votes: Int, span: Int64) {
            self.votes = votes
            self.span = span
        }
    }

    /// A vote sooner than this many milliseconds after the one before is suspect; nil where any pace will do.
    package let within: Int64?
    /// Nil where any number will do.
    package let burst: Burst?

    package init(within: Int64?, burst: Burst?) {
        self.within = within
        self.burst = burst
    }

    /// What a survey has that says nothing else: 2 s after the one before, or the third within 6 s.
    package static let standard = SuspectRule(within: 2_000, burst: Burst(votes: 3, span: 6_000))

    /// Touches count as mashing from so long before the vote to so long after it, in milliseconds.
    package static let mashingReach: Int64 = 1_500
    /// So many touches that did nothing are mashing; a trembling hand makes one or two.
    package static let mashingTouches = 4

    /// Why a vote at `vote` is suspect for its pace, nil where it is not.
    ///
    /// - Parameters:
    ///   - vote: `bootMS` of the first answer.
    ///   - earlier: Those of the responses before, oldest first.
    package func reason(ofVoteAt vote: Int64, after earlier: [Int64]) -> SuspectReason? {
        if let within, let last = earlier.last, vote - last < within { return .fast }
        guard let burst, earlier.count >= burst.votes - 1 else { return nil }
        return vote - earlier[earlier.count - burst.votes + 1] < burst.span ? .burst : nil
    }

    /// Whether the touches around a vote are a pattern of mashing.
    ///
    /// They are where 4 of them did nothing (the same place again within half a second, or while the answer was being
    /// stored) from 1.5 s before the vote to 1.5 s after it; or where, with the vote, they hit every one of three or more
    /// options, as a hand wiped over the faces does.
    package func isMashing(_ vote: Vote, ignored: [IgnoredTouch]) -> Bool {
        let near = ignored.filter { abs($0.at - vote.at) <= Self.mashingReach }
        guard near.count < Self.mashingTouches else { return true }
        guard let option = vote.option, vote.options >= 3 else { return false }
        return Set(near.compactMap(\.option) + [option]).count == vote.options
    }
}

/// The first answer of a response.
package struct Vote: Equatable, Sendable {
    /// `bootMS`.
    package let at: Int64
    /// The option touched, from 0; nil where several could be.
    package let option: Int?
    /// How many there were.
    package let options: Int

    package init(at: Int64, option: Int?, options: Int) {
        self.at = at
        self.option = option
        self.options = options
    }
}

/// A touch that did nothing.
package struct IgnoredTouch: Equatable, Sendable {
    /// `bootMS`.
    package let at: Int64
    /// The option of the vote's question that it hit, from 0.
    package let option: Int?

    package init(at: Int64, option: Int?) {
        self.at = at
        self.option = option
    }
}

/// What is remembered from one customer to the next: the times of the last votes and ignored touches, and no answer.
///
/// It lives in memory only: a kiosk that was restarted has forgotten it, and its first votes are taken as they come.
package struct RecentPresses: Equatable, Sendable {
    /// `bootMS` of the last responses' first answers, oldest first.
    package private(set) var votes: [Int64] = []
    /// The last touches that did nothing, oldest first.
    package private(set) var ignored: [IgnoredTouch] = []

    /// More than any rule looks at.
    private static let mostVotes = 20
    private static let mostTouches = 16

    package init() {}

    mutating func note(voteAt at: Int64) { votes = (votes + [at]).suffix(Self.mostVotes) }

    mutating func note(_ touch: IgnoredTouch) { ignored = (ignored + [touch]).suffix(Self.mostTouches) }
}
