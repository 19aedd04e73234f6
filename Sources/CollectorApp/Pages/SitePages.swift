import Foundation
import HTTPTypes
import Hummingbird

/// The frame of every page: what `top.mustache` and `bottom.mustache` name.
struct LoginView {
    let title = "Sign in"
    let styleVersion = SiteTemplates.styleVersion
    let footer = ""
    let message: String?
    let entered: String
    let formToken: String
}

struct MessageView {
    let title: String
    let styleVersion = SiteTemplates.styleVersion
    let footer = ""
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
        page("message", MessageView(title: title, message: message), status: status)
    }

    /// The style, which browsers may keep for ever: its address changes with its content.
    func stylesheet() -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/css; charset=utf-8", .cacheControl: "public, max-age=31536000, immutable",
                .eTag: "\"\(SiteTemplates.styleVersion)\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: SiteTemplates.style)))
    }
}
