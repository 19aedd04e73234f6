/// One text of a survey file in one language, and where it stands.
package struct PlacedText: Equatable, Sendable {
    /// As the screen shows it: without white space around it, in NFC.
    package let text: String
    package let language: String
    /// The id of its question; nil outside of questions.
    package let question: String?
    /// What it is: `ask`, `label`, `label 2`, `consent`, `thanks`, `title`.
    package let key: String
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int
}
