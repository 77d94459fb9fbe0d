"""Every figure of a run's report on the real Odoo beside the repository, against PostgreSQL asked in plain SQL.

A live run on a database made anew writes its report as JSON. What it says of leads found and eligible, of statuses, sources, campaigns, of
what the eligible leads have, of each person before and after, by status and lead by lead, is counted again by queries written here.

    python3 tests/odoo/report_figures.py ODLM [LEADS] [SALESPEOPLE]       (`make test-report-figures` builds odlm and calls it)
"""

import atexit
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RIG = ROOT.parent / "shared" / "odoo"
ODLM = os.path.abspath(sys.argv[1])
LEADS = sys.argv[2] if len(sys.argv) > 2 else "3000"
SALESPEOPLE = sys.argv[3] if len(sys.argv) > 3 else "12"
PG = ["psql", "-h", "127.0.0.1", "-p", os.environ.get("ODOO_RIG_PG_PORT", "5498"), "-U", "odoo", "-qtA", "-v", "ON_ERROR_STOP=1", "crm19", "-c"]

CONFIG = """
odoo_connection:
  host: "${ODOO_HOST}"
  database: "${ODOO_DB}"
  username: "${ODOO_USERNAME}"
  api_key: "${ODOO_API_KEY}"
campaign: {name: Voice}
salesperson_selection:
  source_type: campaign_table
  source_config: {campaign_table: {file_path: people.csv}}
lead_finding:
  field_map: {status: status, web_source: web_source_id, date: source_date, campaign: campaign_id}
  date_range: {older_than_days: 0, younger_than_days: 60}
  web_sources:
    source_type: config
    source_config: {sources: [facebook_form, google_ads, website_contact, linkedin_ads]}
  additional_filters:
    status: [new, in_progress, call_back, utr]
    exclude_dnc: true
    dnc_statuses: [dnc, do_not_call]
    dnc_filtering: {use_blacklists: false}
execution: {timezone: UTC}
distribution:
  strategy: level_based
  level_based:
    levels:
      senior: {target_leads: 120, priority: 1}
      mid_level: {target_leads: 90, priority: 2}
      junior: {target_leads: 60, priority: 3}
"""

# The leads of the window, each once, with what the filters look at. Rules as the configuration has them, written a second time.
FOUND = """
with found as (
  select c.id, c.status, c.web_source_id as source, k.title->>'en_US' as campaign, c.user_id, c.email_from, c.phone, c.partner_id,
         lower(coalesce(c.status, '')) in ('dnc', 'do_not_call') or exists (
           select from crm_tag_rel r join crm_tag t on t.id = r.tag_id
           where r.lead_id = c.id and lower(t.name->>'en_US') in ('dnc', 'do_not_call', 'dont_call', 'no_call')) as blocked
  from crm_lead c left join utm_campaign k on k.id = c.campaign_id
  where c.active and c.type = 'lead' and c.won_status = 'pending' and c.source_date between current_date - 60 and current_date
), eligible as (
  select * from found where not blocked
    and lower(source) in ('facebook_form', 'google_ads', 'website_contact', 'linkedin_ads')
    and lower(status) in ('new', 'in_progress', 'call_back', 'utr')
    and (user_id is null or user_id in (select id from res_users where not active))
)
"""


def show(text):
    print(text, flush=True)


def fresh():
    command = [str(RIG / "up"), "--fresh", "--leads", LEADS, "--salespeople", SALESPEOPLE]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def ask(query):
    """The rows of a query, each a dict."""
    text = subprocess.run(PG + [f"select row_to_json(q) from ({query}) q"], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def found(query):
    """The same with the leads of the window at hand."""
    text = subprocess.run(PG + [f"{FOUND} select row_to_json(q) from ({query}) q"], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def by_status():
    query = """select user_id, coalesce(status, 'without') as status, count(*) as leads from crm_lead
               where active and type = 'lead' and won_status = 'pending' and user_id is not null group by 1, 2"""
    return {(row["user_id"], row["status"]): row["leads"] for row in ask(query)}


def running():
    pid = pathlib.Path(os.environ.get("ODOO_RIG", "/var/tmp/odoo-rig")) / "odoo.pid"
    return pid.exists() and pathlib.Path("/proc", pid.read_text().strip()).exists()


if not running():
    atexit.register(subprocess.run, [str(RIG / "down")], check=False)
environment = fresh()
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    levels = ["senior", "mid_level", "junior"]
    lines = ["salesperson_name,campaign_name,active,level"]
    lines += [f"seller{at + 1:04d}@example.com,Voice,true,{levels[at % 3]}" for at in range(int(SALESPEOPLE) - 1)]
    (folder / "people.csv").write_text("\n".join(lines) + "\n")
    (folder / "odlm.yaml").write_text(CONFIG)
    counts = {
        "found": found("select count(*) as n from found")[0]["n"],
        "blocked": found("select count(*) as n from found where blocked")[0]["n"],
        "eligible": found("select count(*) as n from eligible")[0]["n"],
    }
    reach = {
        label: found(f"select count(*) as n from eligible where {column} is not null")[0]["n"]
        for label, column in [("e-mail", "email_from"), ("phone", "phone"), ("contact", "partner_id"), ("owner", "user_id")]
    }
    shares = {
        topic: {
            row["name"]: (row["found"], row["eligible"])
            for row in found(
                f"select {column} as name, count(*) as found, count(e.id) as eligible from found f left join eligible e using (id) group by 1".replace(
                    f"select {column}", f"select f.{column}"
                )
            )
        }
        for topic, column in [("statuses", "status"), ("sources", "source"), ("campaigns", "campaign")]
    }
    before = by_status()
    owners = {row["id"]: row["user_id"] for row in ask("select id, user_id from crm_lead")}
    command = [ODLM, "dailydist", "--config", "odlm.yaml", "--generate-report", "--report-format", "json,html,csv,md", "--report-location", "out"]
    ended = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)
    if ended.returncode != 0:
        sys.exit(f"odlm ended {ended.returncode}: {ended.stderr}")
    files = sorted((folder / "out").iterdir())
    assert [file.suffix for file in files] == [".csv", ".html", ".json", ".md"], files
    report = json.loads(files[2].read_text())
    after = by_status()
    now = {row["id"]: row["user_id"] for row in ask("select id, user_id from crm_lead")}

overview = report["overview"]
assert overview["found"] == counts["found"], (overview, counts)
assert overview["eligible"] == counts["eligible"], (overview, counts)
dnc = next(step for step in report["funnel"] if step["filter"] == "dnc")
assert dnc["before"] - dnc["after"] == counts["blocked"], (dnc, counts)
show(f"{counts['found']} leads found, {counts['blocked']} of them not to be called, {counts['eligible']} eligible: as PostgreSQL counts them")

assert {line["name"]: line["leads"] for line in report["reach"] if line["name"] in reach} == reach, (report["reach"], reach)
show(f"what the eligible leads have: {reach}")

moved = {lead: owner for lead, owner in now.items() if owner != owners[lead]}
listed = {lead: person["id"] for person in report["salespeople"] for lead in person["leads"]}
assert moved == listed and overview["given"] == len(moved), f"{len(moved)} leads moved, {len(listed)} are listed"
show(f"the {len(moved)} leads listed with their people are those that changed hands")

given = {}
for topic, column in [("statuses", "status"), ("sources", "web_source_id"), ("campaigns", None)]:
    if moved:
        ids = ",".join(map(str, moved))
        name = column or "(select k.title->>'en_US' from utm_campaign k where k.id = c.campaign_id)"
        given = {row["name"]: row["n"] for row in ask(f"select {name} as name, count(*) as n from crm_lead c where id in ({ids}) group by 1")}
    told = {line["name"]: (line["found"], line["eligible"]) for line in report[topic]}
    assert told == shares[topic], (topic, told, shares[topic])
    assert {line["name"]: line["given"] for line in report[topic] if line["given"]} == given, (topic, given)
show("leads found, eligible and given by status, source and campaign agree")

for person in report["salespeople"]:
    for moment, counted in [("before", before), ("after", after)]:
        own = {status: leads for (user, status), leads in counted.items() if user == person["id"]}
        assert sum(own.values()) == person[moment], (person["name"], moment, own)
        assert {line["name"]: line["leads"] for line in person[f"statuses_{moment}"]} == own, (person["name"], moment, own)
    assert person["after"] - person["before"] == person["received"] == len(person["leads"]), person["name"]
    assert person["deficit"] == max(0, person["target"] - person["before"])
    if person["target"]:
        assert abs(person["utilisation_after"] - 100 * person["after"] / person["target"]) < 0.01
show(f"{len(report['salespeople'])} people: before, received, after, utilisation and leads by status agree")

received = [person["received"] for person in report["salespeople"]]
targets = [person["target"] for person in report["salespeople"]]
fair = [sum(received) * target / sum(targets) for target in targets]
assert abs(report["fairness"]["largest_gap"] - max(abs(got - due) for got, due in zip(received, fair))) < 1e-6
pairs = [(one, other) for one in range(len(received)) for other in range(len(received))]
ratio = [got / due if due else 0 for got, due in zip(received, fair)]
weight = [due / sum(fair) for due in fair]
gini = sum(weight[i] * weight[j] * abs(ratio[i] - ratio[j]) for i, j in pairs) / 2
assert abs(report["fairness"]["gini"] - gini) < 1e-6, (report["fairness"], gini)
show(f"largest gap {report['fairness']['largest_gap']:.2f} and Gini {gini:.4f}, the latter by another formula, agree")
show("every figure of the report equals a direct query")
