package import SurveyKit

extension ClosedRange<LocalDay> {
    /// 1970 to 2100.
    package static let ever = LocalDay(year: 1970, month: 1, day: 1)...LocalDay(year: 2100, month: 12, day: 31)
}
