import Foundation

/// Counts in, score and interval out, as agreed on outside this program; compare to 2 decimals.
enum MetricsVectors {
    /// The file beside the package's folder where there is one, so that a change of it shows; else the copy below.
    static func data() throws -> Data {
        (try shared()) ?? Data(copy.utf8)
    }

    /// The shared file's content, or nil where the package stands alone.
    static func shared() throws -> Data? {
        let file = ProjectFiles.root.deletingLastPathComponent().appending(path: "shared/vectors/metrics.json")
        return FileManager.default.fileExists(atPath: file.path) ? try Data(contentsOf: file) : nil
    }

    static let copy = """
        {
          "sli": [
            {"counts_best_to_worst": [181, 26, 4, 27, 12], "score": 67.4, "interval": [59.26, 74.47]},
            {"counts_best_to_worst": [8, 0, 0, 0, 0], "score": 100, "interval": [42.81, 100]},
            {"counts_best_to_worst": [0, 0, 0, 0, 7], "score": -100},
            {"counts_best_to_worst": [0, 0, 3, 0, 0], "score": 0, "interval": [-55.44, 55.44]},
            {"counts_best_to_worst": [126, 60, 16, 17], "score": 56.47},
            {"counts_best_to_worst": [0, 0, 0, 0, 0], "score": null, "interval": null}
          ],
          "nps": [
            {"promoters": 50, "passives": 40, "detractors": 10, "skipped": 0, "score": 40, "interval": [25.93, 51.74]},
            {"promoters": 50, "passives": 40, "detractors": 10, "skipped": 900, "score": 40, "interval": [25.93, 51.74]},
            {"promoters": 55, "passives": 25, "detractors": 20, "skipped": 0, "score": 35, "interval": [18.69, 49.28]},
            {"promoters": 8, "passives": 0, "detractors": 0, "skipped": 0, "score": 100, "interval": [38.54, 100]},
            {"promoters": 0, "passives": 0, "detractors": 0, "skipped": 5, "score": null, "interval": null}
          ],
          "csat_top_box": [
            {"counts_best_to_worst": [40, 30, 10, 10, 10], "score": 70, "interval": [60.42, 78.11]},
            {"counts_best_to_worst": [5, 3, 0, 0, 0], "score": 100, "interval": [67.56, 100]},
            {"counts_best_to_worst": [0, 0, 0, 0, 0], "score": null, "interval": null}
          ],
          "ces_mean_1_to_7": [
            {"counts_1_to_7": [80, 210, 140, 110, 160, 180, 120], "score": 4.08}
          ],
          "happy_index": [
            {"counts_best_to_worst": [126, 60, 16, 17], "score": 78.23},
            {"counts_best_to_worst": [51, 23, 12, 2, 4], "score": 81.25}
          ]
        }
        """
}
