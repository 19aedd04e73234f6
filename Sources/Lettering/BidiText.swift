import CFriBidi

/// A line in logical order with what the bidirectional algorithm (UAX #9) says about it.
struct BidiText {
    /// A stretch of one direction.
    struct Run {
        let range: Range<Int>
        let isRightToLeft: Bool
    }

    let scalars: [Unicode.Scalar]
    private let levels: [FriBidiLevel]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        levels = Self.levels(of: scalars.map(\.value))
    }

    private static func levels(of codes: [FriBidiChar]) -> [FriBidiLevel] {
        let count = codes.count
        var types = [FriBidiCharType](repeating: FriBidiCharType(0), count: count)
        var brackets = [FriBidiBracketType](repeating: 0, count: count)
        var levels = [FriBidiLevel](repeating: 0, count: count)
        guard count > 0 else { return levels }
        var direction = smilepost_par_auto
        fribidi_get_bidi_types(codes, FriBidiStrIndex(count), &types)
        fribidi_get_bracket_types(codes, FriBidiStrIndex(count), types, &brackets)
        _ = fribidi_get_par_embedding_levels_ex(types, brackets, FriBidiStrIndex(count), &direction, &levels)
        return levels
    }

    /// The runs from left to right: rule L2, stretches at or above each odd level turned around.
    var visualRuns: [Run] {
        var runs: [(range: Range<Int>, level: Int)] = []
        for (index, level) in levels.enumerated() {
            if let last = runs.last, last.level == Int(level) {
                runs[runs.count - 1].range = last.range.lowerBound..<index + 1
            } else {
                runs.append((index..<index + 1, Int(level)))
            }
        }
        for level in stride(from: runs.map(\.level).max() ?? 0, to: 0, by: -1) { Self.turn(&runs, from: level) }
        return runs.map { Run(range: $0.range, isRightToLeft: $0.level % 2 == 1) }
    }

    private static func turn(_ runs: inout [(range: Range<Int>, level: Int)], from level: Int) {
        var start = 0
        while start < runs.count {
            var end = start
            while end < runs.count, runs[end].level >= level { end += 1 }
            runs[start..<end].reverse()
            start = max(end, start + 1)
        }
    }

    /// The text in the order of the eye, Arabic letters joined as presentation forms B, direction marks gone.
    static func visual(_ text: String) -> String {
        let logical = text.unicodeScalars.map(\.value)
        guard !logical.isEmpty else { return text }
        var direction = smilepost_par_auto
        var visual = [FriBidiChar](repeating: 0, count: logical.count + 1)
        let level = fribidi_log2vis(
            logical, FriBidiStrIndex(logical.count), &direction, &visual, nil, nil, nil)
        guard level > 0 else { return text }
        var result = String.UnicodeScalarView()
        for scalar in visual.prefix(logical.count).compactMap(Unicode.Scalar.init) where !scalar.isInvisible {
            result.append(scalar)
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Marks of direction, and the filler that FriBidi leaves where lam and alef became one.
    fileprivate var isInvisible: Bool {
        switch value {
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0x061C: true
        default: false
        }
    }
}
