import Foundation
package import KioskStore

extension KioskStore {
    private static let retirement = "retired"

    /// Whether the centre has this kiosk out of service, as far as is known: nobody is asked then, also after a restart.
    package func isRetired() throws(StoreError) -> Bool { try remembered(Self.retirement) == Data("yes".utf8) }

    package func setRetired(_ isRetired: Bool) throws(StoreError) {
        try remember(Data((isRetired ? "yes" : "no").utf8), as: Self.retirement)
    }
}
