import json

import pytest
from PIL import Image

from tests.support.program import assert_refused, run_program
from tests.support.small_garments import NOT_A_GARMENT, fake_cutter, small_garment
from tryon_ar.garments.builtin import builtin_ids, load_builtin
from tryon_ar.garments.library.library import Library


@pytest.fixture
def cuts(monkeypatch):
    calls = []
    monkeypatch.setattr("tryon_ar.garments.cutting.cutter.cut_photo", fake_cutter(calls))
    return calls


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "Red shirt.png"
    Image.new("RGB", (40, 50), (200, 30, 30)).save(path)
    return path


def told(*arguments, code: int = 0):
    outcome = run_program("garment", *arguments, "--json")
    assert outcome.code == code, outcome
    return json.loads(outcome.out)


def own() -> list[str]:
    with Library() as library:
        return [entry.id for entry in library.entries()]


def test_the_list_has_every_garment_with_its_category():
    rows = told("list")["garments"]
    assert [row["id"] for row in rows] == list(builtin_ids())
    for row in rows[::6]:
        garment = load_builtin(row["id"])
        assert (row["name"], row["category"]) == (garment.name, garment.category)
        assert row["builtin"]
        assert row["colours"]


def test_for_people_it_is_one_garment_a_line():
    lines = run_program("garment", "list").out.splitlines()
    assert [line.split()[0] for line in lines] == list(builtin_ids())


def test_the_list_is_searched_and_own_garments_come_first():
    with Library() as library:
        library.add(small_garment("Zebra tee"))
    assert told("list")["garments"][0]["id"] == "zebra-tee"
    assert [row["id"] for row in told("list", "--search", "zebra red")["garments"]] == ["zebra-tee"]
    assert {row["id"] for row in told("list", "--search", "navy polo")["garments"]} == {"polo-navy"}
    assert told("list", "--favourites")["garments"] == []
    told("favourite", "zebra-tee", "polo-navy")
    rows = told("list", "--favourites")["garments"]
    assert [row["id"] for row in rows] == ["zebra-tee", "polo-navy"]
    told("favourite", "zebra-tee", "--remove")
    assert [row["id"] for row in told("list", "--favourites")["garments"]] == ["polo-navy"]


def test_a_damaged_folder_is_told_beside_the_list(tmp_path):
    (tmp_path / "garments" / "broken").mkdir(parents=True)
    outcome = run_program("garment", "list", "--json")
    (skipped,) = json.loads(outcome.out)["skipped"]
    assert skipped["folder"].endswith("broken")
    assert "is skipped" in outcome.err


def test_photos_become_garments_although_one_fails(photo, tmp_path, cuts):
    mug = tmp_path / f"{NOT_A_GARMENT}.png"
    Image.new("RGB", (40, 50), (9, 9, 9)).save(mug)
    rows = told("add", mug, photo, tmp_path / "absent.png", code=7)["garments"]
    assert [row["photo"] for row in rows] == [str(mug), str(photo), str(tmp_path / "absent.png")]
    assert [row["id"] for row in rows] == [None, "red-shirt", None]
    assert "shows no garment" in rows[0]["error"]
    assert (rows[1]["category"], rows[1]["confidence"]) == ("tshirt", 1.0)
    assert rows[1]["warnings"] == ["Small."]
    assert "no picture" in rows[2]["error"]
    assert own() == ["red-shirt"]


def test_a_photo_that_is_there_already_is_skipped_unless_wanted(photo, cuts):
    told("add", photo)
    (row,) = told("add", photo)["garments"]
    assert (row["id"], row["duplicate_of"], row["error"]) == (None, "red-shirt", None)
    (row,) = told("add", photo, "--again")["garments"]
    assert row["id"] == "red-shirt-2"
    assert "in the library already" in run_program("garment", "add", photo).out


@pytest.mark.parametrize("command", [("add",), ("inspect", "-o", "out")])
def test_a_category_there_is_not_is_a_mistake(photo, cuts, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert_refused(run_program("garment", *command, photo, "--category", "kilt"), 2)
    assert cuts == []
    assert not (tmp_path / "out").exists()


def test_inspecting_writes_pictures_and_leaves_the_library_alone(photo, tmp_path, cuts):
    output = tmp_path / "out"
    output.mkdir()
    (output / "mine.txt").write_text("stays")
    row = told("inspect", photo, "-o", output)
    assert row["category"] == "tshirt"
    written = {path.name for path in output.iterdir()}
    assert written >= {"alpha.png", "parts.png", "overlay.png", "garment.json", "mine.txt"}
    assert own() == []
    with Image.open(output / "overlay.png") as overlay:
        assert max(overlay.size) >= 900


def test_a_folder_that_is_a_file_is_refused(photo, tmp_path, cuts):
    (tmp_path / "out").write_text("")
    assert_refused(run_program("garment", "inspect", photo, "-o", tmp_path / "out"), 6)


def test_garments_are_renamed_and_removed():
    with Library() as library:
        library.add(small_garment("One"))
        library.add(small_garment("Two", seed=2))
    told("rename", "one", "Uno")
    (row,) = [one for one in told("list")["garments"] if one["id"] == "one"]
    assert row["name"] == "Uno"
    rows = told("remove", "one", "tee-plain", "nothing", code=7)["garments"]
    assert [row["error"] is None for row in rows] == [True, False, False]
    assert own() == ["two"]


def test_a_pack_travels(tmp_path):
    with Library() as library:
        library.add(small_garment("One"))
    pack = tmp_path / "pack.zip"
    assert told("export", "one", "polo-navy", "-o", pack)["garments"] == ["one", "polo-navy"]
    told("remove", "one")
    rows = told("import", pack)["garments"]
    assert sorted(row["id"] for row in rows) == ["one", "polo-navy-2"]
    assert_refused(run_program("garment", "export", "one", "-o", tmp_path / "pack.rar"), 2)
    assert_refused(run_program("garment", "export", "nothing", "-o", pack), 7)
    assert_refused(run_program("garment", "import", tmp_path / "absent.zip"), 7)


def test_a_name_that_is_given_goes_before_all_others(photo, tmp_path, cuts):
    (row,) = told("add", photo, "--name", "  Dad's shirt ")["garments"]
    assert row["name"] == "Dad's shirt"
    outcome = run_program("garment", "add", photo, tmp_path / "other.png", "--name", "One")
    assert outcome.code == 2
    assert "cannot all be called" in outcome.err


def test_a_camera_s_file_name_gives_way_to_looks(photo, cuts):
    shot = photo.rename(photo.with_name("IMG_2043.png"))
    (row,) = told("add", shot)["garments"]
    assert row["name"].endswith(" T-shirt")
    assert own() == [row["id"]]


def test_people_are_told_in_sentences_what_became_of_each(photo, tmp_path, cuts):
    mug = tmp_path / f"{NOT_A_GARMENT}.png"
    Image.new("RGB", (40, 50), (9, 9, 9)).save(mug)
    added = run_program("garment", "add", photo, mug)
    assert added.code == 7
    assert added.out.splitlines() == ["Added red-shirt: Red shirt (tshirt)."]
    assert "red-shirt: Small." in added.err
    assert "shows no garment" in added.err
    pack = tmp_path / "one.zip"
    assert run_program("garment", "export", "red-shirt", "-o", pack).out == (
        f"Wrote {pack} (1 garment).\n"
    )
    both = run_program("garment", "export", "red-shirt", "polo-navy", "-o", pack)
    assert both.out == f"Wrote {pack} (2 garments).\n"
    removed = run_program("garment", "remove", "red-shirt", "red-shirt", "nothing")
    assert removed.code == 7
    assert removed.out == "Removed red-shirt.\n"
    assert "nothing" in removed.err
    taken = run_program("garment", "import", pack)
    assert taken.code == 0
    assert "Added red-shirt: Red shirt (tshirt)." in taken.out.splitlines()


def test_inspecting_tells_people_what_was_found_and_doubted(photo, tmp_path, cuts):
    outcome = run_program("garment", "inspect", photo, "-o", tmp_path / "out")
    assert outcome.out == f"Wrote {tmp_path / 'out'}: tshirt, confidence 1.00.\n"
    assert "Small." in outcome.err


def test_words_that_are_no_text_find_nothing():
    outcome = run_program("garment", "list", "--search", "caf\udce9", "--json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["garments"] == []
