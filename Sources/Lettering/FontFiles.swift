/// Which font files letters come from, best first; a file that is missing or broken is passed over.
package struct FontFiles: Sendable {
    package var general: [String]
    /// These come first for Arabic letters.
    package var arabic: [String]
    /// Narrow sisters of the general fonts.
    package var condensed: [String]
    /// Narrower still.
    package var narrow: [String]
    /// Fonts drawn pixel by pixel, by their em size in pixels; a second one has the same letters in wider cells.
    package var bitmaps: [Int: [String]]

    package init(
        general: [String], arabic: [String] = [], condensed: [String] = [], narrow: [String] = [],
        bitmaps: [Int: [String]] = [:]
    ) {
        self.general = general
        self.arabic = arabic
        self.condensed = condensed
        self.narrow = narrow
        self.bitmaps = bitmaps
    }

    /// Where Debian keeps the fonts we like: fonts-dejavu-core and -extra, fonts-noto-core, fonts-liberation (narrow),
    /// xfonts-base (bitmaps) and fonts-droid-fallback (Chinese); others serve where they happen to be installed.
    package static let system = FontFiles(
        general: [
            "truetype/dejavu/DejaVuSans-Bold.ttf", "truetype/noto/NotoSans-Bold.ttf",
            "truetype/liberation/LiberationSans-Bold.ttf", "truetype/noto/NotoSansHebrew-Bold.ttf",
            "truetype/noto/NotoSansGeorgian-Bold.ttf", "truetype/noto/NotoSansArmenian-Bold.ttf",
            "truetype/noto/NotoSansDevanagari-Bold.ttf", "truetype/noto/NotoSansBengali-Bold.ttf",
            "truetype/noto/NotoSansTamil-Bold.ttf", "truetype/noto/NotoSansThai-Bold.ttf",
            "truetype/noto/NotoSansEthiopic-Bold.ttf", "truetype/noto/NotoSansKhmer-Bold.ttf",
            "opentype/noto/NotoSansCJK-Bold.ttc", "truetype/wqy/wqy-microhei.ttc",
            "truetype/droid/DroidSansFallbackFull.ttf",
        ].map { root + $0 },
        // Kufi's lam and alef together look like a U: it stands behind.
        arabic: ["truetype/noto/NotoSansArabic-Bold.ttf", "truetype/noto/NotoKufiArabic-Bold.ttf"].map { root + $0 },
        condensed: ["truetype/dejavu/DejaVuSansCondensed-Bold.ttf"].map { root + $0 },
        narrow: [
            "truetype/liberation/LiberationSansNarrow-Bold.ttf", "opentype/urw-base35/NimbusSansNarrow-Bold.otf",
        ].map { root + $0 },
        // 4x6 exists too, but nobody reads its m and w.
        bitmaps: [13: ["7x13B"], 10: ["6x10"], 8: ["5x8", "6x9"]].mapValues {
            $0.map { root + "X11/misc/\($0).pcf.gz" }
        })

    private static let root = "/usr/share/fonts/"
}
