/// A published survey by its id and version: its bytes never change.
package struct BundleName: Hashable, Sendable, Codable {
    package let survey: String
    package let version: Int

    package init(survey: String, version: Int) {
        self.survey = survey
        self.version = version
    }
}

extension BundleName: CustomStringConvertible {
    package var description: String { "\(survey) v\(version)" }
}
