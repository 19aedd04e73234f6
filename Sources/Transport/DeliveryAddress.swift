/// Where a program on another machine may be told things.
package enum DeliveryAddress {
    /// Whether a URL is https, or plain HTTP that stays on this machine, without a user and password in it.
    package static func isUsable(_ url: String) -> Bool {
        guard url.unicodeScalars.allSatisfy({ (33...126).contains($0.value) }),
            let destination = try? Destination(url: url), !destination.host.isEmpty
        else { return false }
        return destination.scheme == "https" || (destination.scheme == "http" && destination.isLoopback)
    }
}
