import Hummingbird
import WireProtocol

/// The fields of a form of ours; each has a hidden one that only a page of this session knows.
protocol SessionForm: Decodable {
    var form: String? { get }
}

extension Request {
    /// The fields of a form that a page of this session has sent.
    ///
    /// - Throws: `Problem` `forbidden` for one of another session or site; 400 for a body that is no form.
    func fields<T: SessionForm>(_ type: T.Type, _ context: CollectorContext) async throws -> T {
        let fields = try await form(type, context)
        guard let token = context.principal?.formToken, fields.form == token else {
            throw Problem(
                .forbidden, status: 403, title: "Not done",
                detail: "The form was too old. Go back, load the page again, and send it once more.",
                retry: .afterChange)
        }
        return fields
    }
}

extension CollectorContext {
    /// The frame of a page for whoever asks.
    ///
    /// - Throws: 401 where nobody has signed in.
    func frame(_ title: String, _ place: Place?, now: Int64) throws -> PageFrame {
        guard let principal else { throw HTTPError(.unauthorized) }
        return PageFrame(title, place: place, for: principal, now: now)
    }

    /// The frame of a page that is a tab.
    ///
    /// - Throws: 401 where nobody has signed in.
    func frame(_ title: String, _ tab: Tab, now: Int64) throws -> PageFrame {
        guard let principal else { throw HTTPError(.unauthorized) }
        return PageFrame(title, place: tab.place, tab: tab, for: principal, now: now)
    }

    /// What the forms of a page carry.
    var formToken: String { principal?.formToken ?? "" }

    /// Whether the page is asked for as a file.
    func isCSV(_ request: Request) -> Bool { request.uri.queryParameters["format"] == "csv" }
}
