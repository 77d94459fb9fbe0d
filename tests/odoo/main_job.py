"""The main job on the real Odoo beside the repository, recounted from PostgreSQL by rules written here a second time.

A dry run leaves every row as it was. A run by JSON-2 and, on a database made anew, one by /jsonrpc give the same leads to the same
people; every lead given out was eligible and is owned by an eligible person within the target; every other row is untouched; a second
run right after distributes nothing; the ledger, --json and PostgreSQL agree.

    python3 tests/odoo/main_job.py ODLM [LEADS] [SALESPEOPLE]       (`make test-main-job` builds odlm and calls it)
"""

import atexit
import datetime
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RIG = ROOT.parent / "shared" / "odoo"
ODLM = os.path.abspath(sys.argv[1])
LEADS = sys.argv[2] if len(sys.argv) > 2 else "3000"
SALESPEOPLE = sys.argv[3] if len(sys.argv) > 3 else "12"
PG = ["psql", "-h", "127.0.0.1", "-p", os.environ.get("ODOO_RIG_PG_PORT", "5498"), "-U", "odoo", "-v", "ON_ERROR_STOP=1", "-qtA", "crm19"]
TARGETS = {"senior": 120, "mid_level": 90, "junior": 60}
SOURCES = {"facebook_form", "google_ads", "website_contact", "linkedin_ads"}
STATUSES = {"new", "in_progress", "call_back", "utr"}
DNC = {"dnc", "do_not_call"}

CONFIG = """
odoo_connection:
  host: "${ODOO_HOST}"
  database: "${ODOO_DB}"
  username: "${ODOO_USERNAME}"
  password: "${ODOO_PASSWORD}"
  api_key: "${ODOO_API_KEY}"
  protocol: PROTOCOL
campaign: {name: Voice}
salesperson_selection:
  source_type: campaign_table
  source_config: {campaign_table: {file_path: people.csv}}
lead_finding:
  field_map: {status: status, web_source: web_source_id, date: source_date}
  date_range: {older_than_days: 0, younger_than_days: 60}
  web_sources:
    source_type: config
    source_config: {sources: [facebook_form, google_ads, website_contact, linkedin_ads]}
  additional_filters:
    status: [new, in_progress, call_back, utr]
    exclude_dnc: true
    dnc_statuses: [dnc, do_not_call]
execution: {timezone: UTC}
distribution:
  strategy: level_based
  level_based:
    levels:
      senior: {target_leads: 120, priority: 1}
      mid_level: {target_leads: 90, priority: 2}
      junior: {target_leads: 60, priority: 3}
"""


def show(text):
    print(text, flush=True)


def fresh():
    command = [str(RIG / "up"), "--fresh", "--leads", LEADS, "--salespeople", SALESPEOPLE]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def date_as(like):
    """Dates the leads as they were dated before: the load dates them from its own moment, and some fall on another day a minute later."""
    values = ", ".join(f"({row['id']}, {quoted(row['source_date'])}::date, {quoted(row['create_date'])}::timestamp)" for row in like.values())
    psql(f"update crm_lead l set source_date = d.day, create_date = d.at from (values {values}) d (id, day, at) where l.id = d.id")


def quoted(text):
    return "null" if text is None else f"'{text}'"


def psql(query):
    return subprocess.run(PG + ["-f", "-"], input=query, check=True, capture_output=True, text=True).stdout


def rows():
    """Every lead as PostgreSQL has it, whole, by id."""
    return {row["id"]: row for row in map(json.loads, psql("select row_to_json(l) from crm_lead l").splitlines())}


def tags():
    """The lower-case names of each lead's tags."""
    query = "select r.lead_id, lower(t.name->>'en_US') from crm_tag_rel r join crm_tag t on t.id = r.tag_id"
    found = {}
    for line in psql(query).splitlines():
        lead, name = line.split("|", 1)
        found.setdefault(int(lead), set()).add(name)
    return found


def odlm(folder, environment, *arguments):
    command = [ODLM, "dailydist", "--config", "odlm.yaml", "--json", "--decisions", *arguments]
    ended = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)
    if ended.returncode != 0:
        sys.exit(f"odlm ended {ended.returncode}: {ended.stderr}")
    return json.loads(ended.stdout)


def eligible(row, tagged):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    day = datetime.date.fromisoformat(row["source_date"]) if row["source_date"] else None
    return (
        row["type"] == "lead"
        and row["active"]
        and day is not None
        and today - datetime.timedelta(days=60) <= day <= today
        and (row["status"] or "").lower() in STATUSES
        and (row["web_source_id"] or "").lower() in SOURCES
        and not tagged.get(row["id"], set()) & DNC
        and row["user_id"] is None
    )


def workload(leads):
    counts = {}
    for row in leads.values():
        if row["type"] == "lead" and row["active"] and row["won_status"] == "pending" and row["user_id"]:
            counts[row["user_id"]] = counts.get(row["user_id"], 0) + 1
    return counts


def campaign(folder, protocol, first):
    levels = list(TARGETS)
    people = {first + at: levels[at % 3] for at in range(int(SALESPEOPLE) - 1)}
    lines = ["salesperson_name,campaign_name,active,level"]
    lines += [f"seller{at + 1:04d}@example.com,Voice,true,{levels[at % 3]}" for at in range(int(SALESPEOPLE) - 1)]
    (folder / "people.csv").write_text("\n".join(lines) + "\n")
    (folder / "odlm.yaml").write_text(CONFIG.replace("PROTOCOL", protocol))
    return people


def run(protocol, like=None):
    environment = fresh()
    if like:
        date_as(like)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        people = campaign(folder, protocol, int(environment["ODOO_FIRST_SELLER_ID"]))
        before, tagged = rows(), tags()
        dry = odlm(folder, environment, "--dry-run")
        assert rows() == before, "a dry run changed a row"
        show(f"{protocol}: dry run plans {dry['planned']} leads; all {len(before)} rows as before, write_date among them")
        live = odlm(folder, environment)
        after = rows()
        given = {}
        for lead, row in before.items():
            now = after[lead]
            if eligible(row, tagged) and now["user_id"] is not None:
                given[lead] = now["user_id"]
            else:
                assert now == row, f"lead {lead} was not to be given out and changed"
        assert set(given.values()) <= set(people), "somebody outside the campaign got a lead"
        was, now = workload(before), workload(after)
        for person, level in people.items():
            assert now.get(person, 0) <= max(TARGETS[level], was.get(person, 0)), f"{person} is past the target"
        pool = sum(eligible(row, tagged) for row in before.values())
        room = sum(max(0, TARGETS[level] - was.get(person, 0)) for person, level in people.items())
        assert len(given) == min(pool, room), f"{len(given)} of {pool} leads given out for a room of {room}"
        show(f"{protocol}: {len(given)} of {pool} eligible leads given to {len(set(given.values()))} people within targets; the other rows untouched")
        assert live["status"] == "complete" and live["eligible"] == pool and live["assigned"] == len(given)
        assert {line["lead"]: line["to"] for line in live["decisions"] if line["to"]} == given
        for line in live["people"]:
            assert (line["before"], line["after"]) == (was.get(line["id"], 0), now.get(line["id"], 0)), line
        ledger = sqlite3.connect(folder / "odlm.sqlite")
        counted = ledger.execute("select to_user, count(*) from decisions where run_id = ? and state = 'done' group by 1", (live["run"],)).fetchall()
        per_person = {person: sum(owner == person for owner in given.values()) for person in set(given.values())}
        assert dict(counted) == per_person
        assert ledger.execute("select eligible, assigned from runs where id = ?", (live["run"],)).fetchone() == (pool, len(given))
        show(f"{protocol}: SQLite, --json and PostgreSQL agree")
        again = odlm(folder, environment)
        assert again["status"] == "nothing" and again["assigned"] == 0, again["status"]
        assert rows() == after, "the second run changed a row"
        show(f"{protocol}: the second run ends 0 with `{again['status']}` and changes nothing")
        return before, given


def running():
    pid = pathlib.Path(os.environ.get("ODOO_RIG", "/var/tmp/odoo-rig")) / "odoo.pid"
    return pid.exists() and pathlib.Path("/proc", pid.read_text().strip()).exists()


if not running():
    atexit.register(subprocess.run, [str(RIG / "down")], check=False)
loaded, json2 = run("json2")
_, jsonrpc = run("jsonrpc", like=loaded)
assert json2 == jsonrpc, "the two APIs gave leads to different people"
show(f"json2 and jsonrpc gave the same {len(json2)} leads to the same people")
