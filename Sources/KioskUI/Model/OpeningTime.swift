package import SurveyKit

/// When a closed kiosk opens again, as people say it.
package struct OpeningTime: Equatable, Sendable {
    package let day: Schedule.Day
    /// From today, in branch time: 0 is today, 1 tomorrow.
    package let daysAhead: Int
    /// After midnight.
    package let minutes: Int

    package init(day: Schedule.Day, daysAhead: Int, minutes: Int) {
        self.day = day
        self.daysAhead = daysAhead
        self.minutes = minutes
    }
}
