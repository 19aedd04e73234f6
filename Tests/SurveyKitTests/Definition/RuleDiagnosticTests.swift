import SurveyKit
import Testing

/// What `show_if` may say, given the questions before it.
struct RuleDiagnosticTests {
    private func survey(_ rule: String) -> String {
        """
        survey: exit
        version: 1
        languages: [en]
        title: {en: Exit}
        questions:
          - {id: visit, kind: smiley, scale: 4, ask: {en: How?}}
          - {id: back, kind: yesno, ask: {en: Again?}}
          - {id: reason, kind: choices, ask: {en: Why?}, options: [{id: queue, label: {en: Q}}, {id: staff, label: {en: S}}]}
          - {id: say, kind: text, optional: true, ask: {en: Say}}
          - id: more
            kind: nps
            show_if: \(rule)
            ask: {en: More?}
          - {id: last, kind: ces, ask: {en: Last?}}
        thanks: {en: Thanks}
        """
    }

    @Test(
        arguments: [
            "visit <= 2", "visit in (1, 4)", "back == no", "back != yes", "reason == queue",
            "reason in (queue, \"staff\")",
            "answered(say)", "not answered(reason) and (visit == 1 or back == yes)", "\"visit == 1\"",
            "'back == \"no\"'",
        ])
    func `Rules about earlier questions are read`(rule: String) {
        #expect(SurveyText.diagnose(survey(rule)) == [])
    }

    @Test(
        arguments: [
            (
                "last <= 2", 14,
                "the question `last` comes later; ask about an earlier question, or move this one behind `last`"
            ),
            (
                "visit == 1 and last in (1)", 29,
                "the question `last` comes later; ask about an earlier question, or move this one behind `last`"
            ),
            (
                "more > 2", 14,
                "`more` is this question itself; ask about an earlier question, or move this one behind `more`"
            ),
            ("vist == 1", 14, "there is no question `vist`; did you mean `visit`?"),
            ("answered(weather)", 23, "there is no question `weather`; write one of `visit`, `back`, `reason`, `say`"),
            ("visit <= 5", 23, "`5` is no score of `visit`; write a number from 1 to 4"),
            ("visit == good", 23, "`good` is no score of `visit`; write a number from 1 to 4"),
            ("back == maybe", 22, "`back` has no option `maybe`; write one of `yes`, `no`"),
            ("reason in (queue, staf)", 32, "`reason` has no option `staf`; did you mean `staff`?"),
            ("reason == 1", 24, "`reason` has no option `1`; write one of `queue`, `staff`"),
            ("reason < queue", 14, "`<` does not work on the options of `reason`; write `==`, `!=` or `in`"),
            ("say == hello", 14, "`say` has no scores or options; write `answered(say)`"),
            ("\"visit = 2\"", 21, "`=` is no comparison; write `==`"),
            ("visit <= 2 back == no", 25, "expected `and`, `or` or the end of the rule, but found `back`"),
            ("''", 15, "expected a rule, but the rule ends; write something like `visit <= 2`"),
        ])
    func `What a rule can't ask is told at its column`(rule: String, column: Int, message: String) {
        #expect(SurveyText.diagnose(survey(rule)) == ["x.yaml:12:\(column): error: in `show_if`: \(message)"])
    }

    @Test func `In a text over several lines the place is its beginning`() {
        let text = survey(">-\n      visit == 1 and\n      last == 2")
        #expect(
            SurveyText.diagnose(text) == [
                "x.yaml:12:14: error: in `show_if`: the question `last` comes later; "
                    + "ask about an earlier question, or move this one behind `last`"
            ])
    }

    @Test func `A rule about a question of an unknown kind is not judged twice`() {
        let text = survey("visit <= 9").replacing("kind: smiley, scale: 4", "kind: smilies")
        #expect(SurveyText.diagnose(text) == ["x.yaml:6:23: error: unknown kind `smilies`; did you mean `smiley`?"])
    }
}
