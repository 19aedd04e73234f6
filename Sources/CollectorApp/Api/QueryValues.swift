import Hummingbird
import WireProtocol

/// Refuses a query with a parameter that has no value: a script whose variable is empty would be told of everything
/// where it asked for one thing.
struct QueryCheck: RouterMiddleware {
    typealias Context = CollectorContext

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        for (name, value) in request.uri.queryParameters where value.isEmpty {
            throw Problem.badField("\"\(name.prefix(64))\" has no value in the query; give one, or leave it out.")
        }
        return try await next(request, context)
    }
}

extension Parameters {
    /// - Throws: `Problem` `bad-request` for what is no whole number.
    func number(_ name: String) throws(Problem) -> Int64? {
        guard let text = self[Substring(name)] else { return nil }
        guard let number = Int64(text) else { throw .badField("\"\(name)\" must be a whole number.") }
        return number
    }

    /// False without it.
    ///
    /// - Throws: `Problem` `bad-request` for anything but `true` and `false`: a rehearsal asked for as `True` must not
    ///   become the real thing.
    func flag(_ name: String) throws(Problem) -> Bool {
        guard let text = self[Substring(name)] else { return false }
        guard let flag = Bool(String(text)) else { throw .badField("\"\(name)\" must be true or false.") }
        return flag
    }

    /// - Throws: `Problem` `bad-request` for a word that is none of the type's.
    func word<Word: RawRepresentable & CaseIterable>(_ name: String) throws(Problem) -> Word?
    where Word.RawValue == String {
        guard let text = self[Substring(name)] else { return nil }
        guard let word = Word(rawValue: String(text)) else {
            throw .badField("\"\(name)\" must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return word
    }
}
