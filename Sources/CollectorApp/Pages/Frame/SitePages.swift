import Foundation
import HTTPTypes
import Hummingbird

struct LoginView {
    let frame = PageFrame("Sign in")
    let message: String?
    let entered: String
    let formToken: String
}

struct MessageView {
    let frame: PageFrame
    let title: String
    let message: String
}

extension Collector {
    /// A rendered page as an answer.
    func page(_ template: String, _ view: Any, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: templates.render(template, view))))
    }

    /// A page that says one thing.
    func messagePage(_ title: String, _ message: String, status: HTTPResponse.Status) -> Response {
        page("message", MessageView(frame: PageFrame(title), title: title, message: message), status: status)
    }
}
