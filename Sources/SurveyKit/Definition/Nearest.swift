/// The candidate nearest to `word` by edit distance, or nil where none is near enough to be meant.
///
/// Near enough is one edit for words of up to three letters, two for up to six, else three.
package func nearest(to word: String, among candidates: [String]) -> String? {
    let allowed = word.count <= 3 ? 1 : word.count <= 6 ? 2 : 3
    let ranked = candidates.map { ($0, editDistance(word.lowercased(), $0.lowercased())) }
    return ranked.filter { $0.1 <= allowed }.min { $0.1 < $1.1 }?.0
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
func editDistance(_ one: String, _ other: String) -> Int {
    let (a, b) = (Array(one), Array(other))
    var older: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, older[j - 1] + 1) }
            row.append(best)
        }
        older = last
        last = row
    }
    return last[b.count]
}
