"""One comment for each report, whoever else comments, and whichever run comes first."""

from __future__ import annotations

from itertools import permutations
from threading import Event, Thread

import pytest

from commenting import Commenter, commenting, marked
from forges import PERSONAL, Said
from mlkb.errors import NotCommented
from mlkb.forge import FORGES


def test_the_first_comment_is_posted_and_begins_with_its_marker(run: Commenter):
    effect = run.comment(run="123.2", first="## A gap")

    (kept,) = run.fake.comments
    assert (effect.what, effect.removed, effect.tidy) == ("posted", 0, True)
    assert kept.author == run.bot
    assert kept.body == marked("## A gap", run="123.2")
    assert kept.body.startswith("<!-- mlkb:gap-report v=1 id=default run=123.2 head=9f8e7d6c")


def test_an_earlier_comment_is_updated_in_place(run: Commenter):
    kept = run.fake.add(run.bot, marked("a gap"))

    effect = run.comment(first="another gap", later="another gap, and what changed")

    assert effect.what == "updated"
    assert run.fake.comments == [kept]
    assert run.bodies() == ["another gap, and what changed"]


def test_nothing_is_said_where_there_is_nothing_to_say(run: Commenter):
    effect = run.comment(first=None, later="all closed")

    assert effect.what == "silent"
    assert run.write_count() == 0


def test_an_earlier_comment_is_told_that_all_is_closed(run: Commenter):
    run.fake.add(run.bot, marked("a gap"))

    assert run.comment(first=None, later="all closed").what == "updated"
    assert run.bodies() == ["all closed"]


def test_the_same_body_is_not_written_again(run: Commenter):
    run.fake.add(run.bot, marked("a gap\n", run="100.1").replace("\n", "\r\n"))

    assert run.comment(first="a gap\n").what == "same"
    assert run.write_count() == 0


@pytest.mark.parametrize("there", ["101.1", "100.2", "9999.1"])
def test_the_comment_of_a_newer_run_stays(run: Commenter, there):
    run.fake.add(run.bot, marked("newer", run=there))

    assert run.comment(run="100.1", first="older").what == "older"
    assert run.bodies() == ["newer"]
    assert run.write_count() == 0


@pytest.mark.parametrize(
    "broken",
    [
        "run=x head=1 -->",
        "run=1 head=1",
        "-->",
        "run=99999999999999999999.1 head=1 -->",
        "run=\u0663.\u0661 ",
    ],
)
def test_a_marker_of_ours_that_nobody_can_read_counts_as_old(run: Commenter, broken):
    run.fake.add(run.bot, f"<!-- mlkb:gap-report v=1 id=default {broken}\na gap")

    assert run.comment(first="a newer gap").what == "updated"
    assert run.bodies() == ["a newer gap"]


@pytest.mark.parametrize("id", ["weekly", "default-2"])
def test_reports_of_another_id_are_left_alone(run: Commenter, id):
    run.fake.add(run.bot, marked("a gap of the week", id=id))

    assert run.comment().what == "posted"
    assert run.comment(id=id, first="closed").what == "updated"
    assert run.bodies() == ["closed", "a gap"]


def test_a_marker_further_down_is_no_marker(run: Commenter):
    run.fake.add(run.bot, f"Somebody wrote:\n{marked('a gap')}")
    run.fake.add(run.bot, f" {marked('a gap')}")

    assert run.comment().what == "posted"
    assert len(run.fake.comments) == 3


def test_a_foreign_comment_with_our_marker_is_neither_edited_nor_deleted(run: Commenter):
    for author in ("mallory", "", f"{run.bot}s"):
        run.fake.add(author, marked("forged", run="99999.1"))

    assert run.comment().what == "posted"
    assert run.comment(run="101.1", first="a newer gap").what == "updated"
    assert run.bodies() == ["forged", "forged", "forged", "a newer gap"]


def test_our_comment_is_found_on_any_page(run: Commenter):
    for number in range(250):
        run.fake.add("lee", f"comment {number}")
    run.fake.add(run.bot, marked("a gap"))
    run.fake.add("lee", "the last one")

    assert run.comment(first="a newer gap").what == "updated"
    pages = [one.query for one in run.fake.asked if "per_page=100" in one.query]
    assert [query.rpartition("&")[2] for query in pages] == ["page=1", "page=2", "page=3"]


def test_a_list_without_end_is_given_up_and_nothing_is_posted(run: Commenter):
    (note,) = [run.fake.note(run.fake.add("lee", "again and again"))]
    more = {"Link": '<https://elsewhere.example/>; rel="next"', "X-Next-Page": "2"}
    run.fake.fail("GET", run.fake.own, *[Said(200, [note], more)] * 101)

    with pytest.raises(NotCommented) as refusal:
        run.comment()

    assert refusal.value.code == "comment-too-many"
    assert len(run.fake.asked) in (101, 102)  # as many pages, and who we are
    assert run.write_count() == 0


def test_a_comment_that_is_gone_by_the_time_of_its_update_is_posted_anew(run: Commenter):
    kept = run.fake.add(run.bot, marked("a gap"))
    update = "PATCH" if run.name == "github" else "PUT"
    run.fake.before(update, run.fake.own, lambda: run.fake.comments.remove(kept))

    assert run.comment(first="a newer gap").what == "posted"
    assert run.bodies() == ["a newer gap"]


def test_a_comment_that_is_gone_before_it_is_looked_at_again_is_posted_anew(run: Commenter):
    kept = run.fake.add(run.bot, marked("a gap"))
    run.fake.before("GET", f"/{kept.id}", lambda: run.fake.comments.remove(kept))

    assert run.comment(first="a newer gap").what == "posted"
    assert run.bodies() == ["a newer gap"]


def test_a_comment_that_is_gone_is_not_missed_where_there_is_nothing_to_say(run: Commenter):
    kept = run.fake.add(run.bot, marked("a gap"))
    run.fake.before("GET", f"/{kept.id}", lambda: run.fake.comments.remove(kept))

    assert run.comment(first=None).what == "silent"
    assert run.bodies() == []


def test_duplicates_of_ours_are_removed_when_one_is_updated(run: Commenter):
    for body, number in (("old", "97.1"), ("oldest", "96.1"), ("newest", "99.1"), ("last", "98.9")):
        run.fake.add(run.bot, marked(body, run=number))

    effect = run.comment(first="now")

    assert (effect.what, effect.removed) == ("updated", 3)
    assert [one.id for one in run.fake.comments] == [3]
    assert run.bodies() == ["now"]


def test_a_duplicate_that_is_gone_already_is_as_good(run: Commenter):
    for number in ("97.1", "96.1"):
        run.fake.add(run.bot, marked("a gap", run=number))
    run.fake.before("DELETE", run.fake.own, lambda: run.fake.comments.pop(1))

    effect = run.comment(first="now")

    assert (effect.what, effect.tidy) == ("updated", True)
    assert run.bodies() == ["now"]


@pytest.mark.parametrize("path", ["GET", "DELETE"])
def test_what_cannot_be_tidied_is_told_and_the_comment_still_counts(run: Commenter, path):
    run.fake.before("POST", run.fake.own, lambda: run.comment(run="99.1"))
    run.fake.before("POST", run.fake.own, lambda: run.fake.fail(path, "notes", Said(403)), nth=2)
    run.fake.before("POST", run.fake.own, lambda: run.fake.fail(path, "issues", Said(403)), nth=2)

    effect = run.comment(run="100.1")

    assert (effect.what, effect.tidy) == ("posted", False)
    assert len(run.fake.comments) == 2


@pytest.mark.parametrize(("mine", "other"), [("100.1", "101.1"), ("101.1", "100.1")])
def test_of_two_runs_that_both_found_nothing_the_newer_one_stays(run: Commenter, mine, other):
    """The other run lists, posts and tidies after we have listed and before we post."""
    others = []
    run.fake.before("POST", run.fake.own, lambda: others.append(run.comment(other, other)))

    effect = run.comment(mine, mine)

    assert run.bodies() == ["101.1"]
    assert others[0].what == "posted"
    assert effect.what == ("posted" if mine == "101.1" else "older")


@pytest.mark.parametrize(("mine", "other"), [("100.1", "101.1"), ("101.1", "100.1")])
def test_it_does_not_matter_which_of_two_runs_tidies_first(run: Commenter, mine, other):
    """Both have listed and both have posted; the other lists again only after we are through."""
    listing = "/7/comments" if run.name == "github" else "/7/notes"
    has_posted, may_go_on = Event(), Event()
    second = Thread(target=lambda: run.comment(other, other))

    def let_the_other_post() -> None:
        second.start()
        assert has_posted.wait(10)

    def hold_the_other() -> None:
        has_posted.set()
        assert may_go_on.wait(10)

    run.fake.before("POST", run.fake.own, let_the_other_post)
    run.fake.before("GET", listing, hold_the_other, nth=3)

    effect = run.comment(mine, mine)
    may_go_on.set()
    second.join()

    assert run.bodies() == ["101.1"]
    assert (effect.what, effect.removed) == ("posted" if mine == "101.1" else "older", 1)


def test_a_run_that_is_overtaken_while_it_tidies_says_so(run: Commenter):
    listing = "/7/comments" if run.name == "github" else "/7/notes"
    run.fake.before("GET", listing, lambda: run.comment("101.1", "newer"), nth=2)

    assert run.comment("100.1", "older").what == "older"
    assert run.bodies() == ["newer"]


def test_of_two_comments_of_the_same_run_the_first_stays(run: Commenter):
    run.fake.before("POST", run.fake.own, lambda: run.comment(first="a gap"))

    effect = run.comment(first="a gap")

    assert (effect.what, effect.removed) == ("posted", 1)
    assert [one.id for one in run.fake.comments] == [1]


@pytest.mark.parametrize(("mine", "other"), [("100.1", "101.1"), ("101.1", "100.1")])
def test_of_two_runs_that_found_the_same_comment_the_newer_one_has_its_say(
    run: Commenter, mine, other
):
    kept = run.fake.add(run.bot, marked("a gap"))
    run.fake.before("GET", f"/{kept.id}", lambda: run.comment(other, other))

    effect = run.comment(mine, mine)

    assert run.bodies() == ["101.1"]
    assert effect.what == ("updated" if mine == "101.1" else "older")


@pytest.mark.parametrize(
    ("first", "second", "third"), list(permutations(("100.1", "101.1", "102.1")))
)
def test_three_runs_at_once_leave_one_comment(run: Commenter, first, second, third):
    run.fake.before("POST", run.fake.own, lambda: run.comment(second, second))
    run.fake.before("POST", run.fake.own, lambda: run.comment(third, third), nth=2)

    run.comment(first, first)

    assert run.bodies() == ["102.1"]


def test_races_leave_foreign_comments_with_our_marker_alone(run: Commenter):
    run.fake.add("mallory", marked("forged", run="99999.1"))
    run.fake.before("POST", run.fake.own, lambda: run.comment("100.1", "older"))

    run.comment("101.1", "newer")

    assert run.bodies() == ["forged", "newer"]


def test_a_comment_whose_answer_was_lost_is_not_there_twice(run: Commenter):
    run.fake.fail("POST", run.fake.own, Said(how="lost"))

    effect = run.comment()

    assert (effect.what, effect.removed) == ("posted", 1)
    assert run.bodies() == ["a gap"]
    assert run.slept == [1]


def test_a_token_that_may_ask_finds_its_own_name(run: Commenter):
    run.fake.add(run.bot, marked("of the bot"))
    run.fake.add("kim", marked("of kim"))

    assert run.comment(first="now", token=PERSONAL).what == "updated"
    assert run.bodies() == ["of the bot", "now"]


def test_who_we_are_can_be_said(run: Commenter):
    run.fake.users[PERSONAL] = "harbor-app[bot]"
    run.fake.add("harbor-app[bot]", marked("a gap"))

    assert run.comment(first="now", token=PERSONAL, author="Harbor-App[bot]").what == "updated"
    assert not [one for one in run.fake.asked if one.path.endswith("/user")]


def test_an_app_that_nobody_named_still_leaves_one_comment(github: Commenter):
    github.fake.users[PERSONAL] = "harbor-app[bot]"
    github.fake.fail("GET", "/user", *[Said(403)] * 2)
    github.comment(run="99.1", first="a gap", token=PERSONAL)

    effect = github.comment(run="100.1", first="now", token=PERSONAL)

    assert (effect.what, effect.removed) == ("posted", 1)
    assert github.bodies() == ["now"]


def test_a_comment_that_somebody_folded_away_stays_as_it_is(github: Commenter):
    github.fake.add(github.bot, marked("a gap"), hidden=True)

    assert github.comment(first="now").what == "posted"
    assert github.comment(run="101.1", first="later").what == "updated"
    assert github.bodies() == ["a gap", "later"]


def test_what_gitlab_writes_by_itself_is_no_comment(gitlab: Commenter):
    gitlab.fake.add(gitlab.bot, marked("a gap"), system=True)

    assert gitlab.comment(first="now").what == "posted"
    assert gitlab.bodies() == ["a gap", "now"]


@pytest.mark.parametrize("body", ["/close", "text\n/approve", "  /label ~x", "a\n\t/merge\nb"])
def test_a_note_in_which_a_line_is_a_quick_action_is_never_sent(gitlab: Commenter, body):
    for bodies in ({"first": body, "later": "all closed"}, {"first": None, "later": body}):
        with pytest.raises(ValueError, match="quick action"):
            gitlab.comment(**bodies)
    assert gitlab.fake.asked == []


@pytest.mark.parametrize("body", ["a/b", "</details>", "- /close", "`/close`", "//", "/ close"])
def test_a_slash_elsewhere_is_no_quick_action(gitlab: Commenter, body):
    assert gitlab.comment(first=body).what == "posted"


def test_the_longest_body_fits_with_its_marker_and_a_longer_one_is_a_bug(run: Commenter):
    longest = "한" * run.kind.ROOM

    assert run.comment(run="999999999999999999.999999999", first=longest).what == "posted"
    with pytest.raises(ValueError, match=str(run.kind.ROOM)):
        run.comment(first=longest + "글")


@pytest.mark.parametrize("prefix", ["/api/v3", "/forge"])
def test_a_server_of_ones_own_may_lie_below_a_path(prefix):
    for name in FORGES:
        with commenting(name, prefix) as run:
            assert run.comment().what == "posted"
