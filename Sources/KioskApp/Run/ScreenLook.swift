import KioskUI
import Logging
import TerminalUI

/// What kiosk.conf says about the screen's looks.
struct ScreenLook {
    private let theme: String
    private let panel: Panel?
    private let blinks: Bool

    init(_ config: KioskConfig) {
        theme = config.theme
        panel = config.panelMM.map { Panel(widthMM: $0) }
        blinks = config.blink
    }

    /// The kiosk's screen before it has a survey; a theme that can't be read on this display is named in the log.
    func model(size: Size, display: Display, logger: Logger) -> KioskModel {
        let chosen = Theme.named(theme, on: display)
        for fault in chosen?.faults(on: display.colours) ?? [] {
            logger.warning(
                "a text of the theme has too little contrast", metadata: ["theme": "\(theme)", "text": "\(fault)"])
        }
        return KioskModel(size: size, display: display, theme: chosen, panel: panel, blinks: blinks)
    }
}
