/// A score with its uncertainty and the number of answers behind it.
package struct Score: Equatable, Sendable {
    /// On the scale of the score's kind.
    package let value: Double
    /// The 95 % interval, within the score's scale and holding `value`.
    package let interval: ClosedRange<Double>
    /// Answers counted; skipped questions are none.
    package let n: Int

    package init(value: Double, interval: ClosedRange<Double>, n: Int) {
        self.value = value
        self.interval = interval
        self.n = n
    }
}
