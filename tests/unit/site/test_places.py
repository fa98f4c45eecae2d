"""Where links of the macros lead, on the handbook's own pages and on somebody else's."""

from __future__ import annotations

import pytest

from mlkb.site.places import HERE, HOME, Places, embedded, is_published

LINK = f'<p><a title="why" href="{HOME}checklists/hiring/#hiring-role-class">x</a></p>'
PUBLISHED = "https://handbook.example.org/en/"


def write_pages(docs, pages):
    for name, text in pages.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "href"),
    [
        ("", "./checklists/hiring/#hiring-role-class"),
        ("using/", "../checklists/hiring/#hiring-role-class"),
        ("checklists/org-type/", "../../checklists/hiring/#hiring-role-class"),
        ("checklists/org-type.html", "../checklists/hiring/#hiring-role-class"),
    ],
)
def test_in_the_handbook_a_link_leads_from_the_page_to_the_handbooks_own(page, href):
    assert f'href="{href}"' in Places(HERE).settled(LINK, page)


@pytest.mark.parametrize(
    ("page", "href"),
    [
        ("", "./teams/hire/#hiring-role-class"),
        ("nights/", "../teams/hire/#hiring-role-class"),
        ("teams/hire/", "#hiring-role-class"),
    ],
)
def test_elsewhere_it_leads_to_the_page_that_embeds_the_checklist(page, href):
    places = Places(pages={"checklists/hiring/": ("teams/hire/",)})
    assert f'href="{href}"' in places.settled(LINK, page)


def test_a_generator_that_turns_links_between_files_gets_links_from_the_file():
    form = f'<mlkb-form home="{HOME}">'
    settled = Places(HERE).settled(LINK + form, "checklists/org-type/", "checklists/org-type.md")
    assert 'href="../checklists/hiring/#hiring-role-class"' in settled
    assert 'home="../../"' in settled
    settled = Places(HERE).settled(LINK, "", "index.md")
    assert 'href="./checklists/hiring/#hiring-role-class"' in settled


def test_a_page_that_embeds_a_checklist_itself_is_preferred_to_others():
    places = Places(PUBLISHED, {"checklists/hiring/": ("a/", "b/")})
    assert 'href="#hiring-role-class"' in places.settled(LINK, "b/")
    whole = f'<a href="{HOME}checklists/hiring/">x</a>'
    assert 'href="../b/"' in places.settled(whole, "b/")
    assert 'href="../a/"' in places.settled(whole, "c/")
    assert 'href="./"' in Places(pages={"checklists/hiring/": ("",)}).settled(whole, "")


def test_what_no_page_embeds_leads_to_the_published_handbook_if_the_site_names_one():
    settled = Places(PUBLISHED).settled(LINK, "nights/")
    assert f'href="{PUBLISHED}checklists/hiring/#hiring-role-class"' in settled


def test_else_it_is_text_without_an_address():
    settled = Places().settled(LINK, "nights/")
    assert settled == '<p><a title="why">x</a></p>'


def test_a_form_is_told_the_way_to_the_handbook_if_there_is_one():
    form = f'<mlkb-form home="{HOME}">'
    assert Places(HERE).settled(form, "checklists/hiring/") == '<mlkb-form home="../../">'
    assert Places(PUBLISHED).settled(form, "nights/") == f'<mlkb-form home="{PUBLISHED}">'
    assert Places().settled(form, "nights/") == '<mlkb-form home="">'


def test_what_only_a_project_has_is_never_looked_for_in_the_published_handbook():
    assert is_published("checklists/hiring/")
    assert is_published("sources/#fsdl8-ml-talent-scarce")
    assert is_published("sources/#mlops-world")
    assert is_published("sources/")
    assert is_published("glossary/#anything")
    assert not is_published("checklists/harbor-nights/#harbor-nights-rota")
    assert not is_published("sources/#harbor-rules-duty")
    own = f'<a href="{HOME}checklists/harbor-nights/">x</a>'
    assert Places(PUBLISHED).settled(own, "") == "<a>x</a>"


def test_pages_are_found_by_the_macros_that_they_call(tmp_path):
    write_pages(
        tmp_path,
        {
            "index.md": "# Home\n\n{{ checklists() }}\n",
            "팀/채용.md": "{{ checklist('hiring') }}\n\n{{- checklist( \"org-type\" ) }}",
            "teams/README.md": "{{ checklist('hiring') }} {{ checklist('hiring') }}",
            "read.md": "{{ sources() }} and {{ glossary() }}",
            "prose.md": "the checklist('hiring') and {{ levels('hiring') }}",
        },
    )
    quoted = "%ED%8C%80/%EC%B1%84%EC%9A%A9"
    assert embedded(tmp_path) == {
        "checklists/": ("",),
        "checklists/hiring/": ("teams/", f"{quoted}/"),
        "checklists/org-type/": (f"{quoted}/",),
        "sources/": ("read/",),
        "glossary/": ("read/",),
    }
    assert embedded(tmp_path, folders=False) == {
        "checklists/": ("index.html",),
        "checklists/hiring/": ("teams/index.html", f"{quoted}.html"),
        "checklists/org-type/": (f"{quoted}.html",),
        "sources/": ("read.html",),
        "glossary/": ("read.html",),
    }
