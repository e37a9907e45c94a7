import json

from tests.support.program import run_program
from tryon_ar.garments.builtin import builtin_ids, load_builtin


def test_the_list_has_every_garment_with_its_category():
    told = json.loads(run_program("garment", "list", "--json").out)
    assert set(told) == {"version", "garments"}
    assert [row["id"] for row in told["garments"]] == list(builtin_ids())
    for row in told["garments"][::6]:
        garment = load_builtin(row["id"])
        assert row == {"id": garment.id, "name": garment.name, "category": garment.category}


def test_for_people_it_is_one_garment_a_line():
    lines = run_program("garment", "list").out.splitlines()
    assert [line.split()[0] for line in lines] == list(builtin_ids())
