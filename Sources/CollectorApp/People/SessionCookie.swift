import Hummingbird
import SurveyKit

/// The cookies of people's browsers, and the form tokens that follow from them.
enum SessionCookie {
    static let name = "smilepost_session"
    /// Before there is a session: binds the login form to the browser that got it.
    static let visitorName = "smilepost_visitor"
    /// 12 hours: a working day.
    static let lifetimeMS: Int64 = 43_200_000

    /// SameSite=Lax, so that a one-time link opened from a mail or a chat arrives signed in.
    static func make(_ name: String, _ value: String, isSecure: Bool, maxAge: Int? = nil) -> Cookie {
        Cookie(
            name: name, value: value, maxAge: maxAge, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    /// What a form must carry to be believed: only a page of ours, in this browser, knows it.
    static func formToken(for cookie: String) -> String { Secrets.hash("form:" + cookie).hex }
}
