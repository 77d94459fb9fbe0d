"""Ten configurations that differ in every filter, on the real Odoo beside the repository, against PostgreSQL asked in plain SQL.

For each one the leads that odlm puts to the strategy, and the old ones that it gives to a fixed person, must be those of a query written
here by hand from the rules. Every funnel adds up, and no row of a lead changes. The database is made anew and then gets what the
generated leads lack: contacts, opportunities that match, activities, public time off, blacklisted people, won leads, a former colleague.

    python3 tests/odoo/ten_configurations.py ODLM [PART OF A NAME]       (`make test-ten` builds odlm and calls it)
"""

import atexit
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
RIG = pathlib.Path(os.environ.get("ODOO_RIG_SCRIPTS", ROOT.parent / "shared" / "odoo"))
ODLM = os.path.abspath(sys.argv[1])
WANTED = sys.argv[2] if len(sys.argv) > 2 else ""
PG = ["psql", "-h", "127.0.0.1", "-p", os.environ.get("ODOO_RIG_PG_PORT", "5498"), "-U", "odoo", "-qtA", "-v", "ON_ERROR_STOP=1", "crm19"]
TODAY = datetime.datetime.now(datetime.timezone.utc).date()

HEAD = """
odoo_connection:
  host: "${ODOO_HOST}"
  database: "${ODOO_DB}"
  username: "${ODOO_USERNAME}"
  api_key: "${ODOO_API_KEY}"
campaign: {name: Voice}
salesperson_selection:
  source_type: campaign_table
  source_config: {campaign_table: {file_path: people.csv}}
distribution: {strategy: round_robin}
"""
DESK = "  field_map: {status: status, web_source: web_source_id, date: source_date}\n"

# Each lead once, with the names behind its ids.
LEADS = """
with l as (
  select c.id, c.type, c.user_id, c.priority::int as priority, lower(c.status) as status, c.status as exact_status,
         coalesce(lower(c.web_source_id), '') as web_source, lower(s.name) as source, lower(k.title->>'en_US') as campaign,
         lower(st.name->>'en_US') as stage, c.source_date, c.create_date, c.phone, c.email_from, c.partner_id, c.won_status,
         c.email_normalized, c.phone_sanitized, coalesce(u.active, false) as owner_works, u.login as owner,
         array(select lower(t.name->>'en_US') from crm_tag_rel r join crm_tag t on t.id = r.tag_id where r.lead_id = c.id) as tags,
         (select min(a.date_deadline) from mail_activity a where a.res_model = 'crm.lead' and a.res_id = c.id and a.active) as due,
         exists (select from mail_blacklist b where b.active and b.email = c.email_normalized)
           or exists (select from phone_blacklist b where b.active and b.number = c.phone_sanitized) as blacklisted
  from crm_lead c
  left join utm_source s on s.id = c.source_id left join utm_campaign k on k.id = c.campaign_id
  left join crm_stage st on st.id = c.stage_id left join res_users u on u.id = c.user_id
  where c.active and c.type = 'lead'
), off as (
  select d::date as day from resource_calendar_leaves v, generate_series(v.date_from::date, v.date_to::date, '1 day') d
  where v.resource_id is null
)
"""
OPEN = "won_status = 'pending'"
FREE = "(user_id is null or not owner_works)"
CALLABLE = "not blacklisted and not tags && array['dnc', 'do_not_call'] and coalesce(status, '') not in ('dnc', 'do_not_call')"
UNLISTED = "not blacklisted and not tags && array['dnc', 'do_not_call', 'dont_call', 'no_call']"


def days(older, younger):
    return f"source_date between current_date - {younger} and current_date - {older}"


def working_age(day):
    """Working days after a day, today among them."""
    return (
        f"(select count(*) from generate_series({day} + 1, current_date, '1 day') d"
        " where extract(isodow from d) < 6 and d::date not in (select day from off))"
    )


def back(count):
    return (TODAY - datetime.timedelta(days=count)).isoformat()


# Name, `lead_finding` and further sections, the leads for the strategy, the old leads for a fixed person.
CONFIGURATIONS = [
    (
        "window, exact sources, statuses, do-not-call",
        DESK + """
  date_range: {older_than_days: 2, younger_than_days: 30}
  web_sources: {source_type: config, source_config: {sources: [Facebook_Form, google_ads]}}
  additional_filters: {status: [NEW, in_progress, call_back, utr], dnc_statuses: [dnc, do_not_call]}
""",
        f"{OPEN} and {FREE} and {days(2, 30)} and {CALLABLE} and web_source in ('facebook_form', 'google_ads')"
        " and status in ('new', 'in_progress', 'call_back', 'utr')",
        None,
    ),
    (
        "given days without weekends, partial sources and statuses, priority",
        DESK + f"""
  date_range: {{custom_start_date: {back(45)}, custom_end_date: {back(1)}, exclude_weekends: true}}
  web_sources: {{source_type: config, source_config: {{sources: [BOOK, linked]}}, match_mode: partial}}
  additional_filters: {{status: {{values: [new, pitch], match_mode: partial}}, exclude_dnc: false, priority_range: {{min: 1, max: 2}}}}
""",
        f"{OPEN} and {FREE} and {days(1, 45)} and extract(isodow from source_date) < 6 and web_source ~ 'book|linked'"
        " and status ~ 'new|pitch' and priority between 1 and 2",
        None,
    ),
    (
        "no holidays, wildcard sources, one campaign, tags out",
        DESK + f"""
  date_range: {{younger_than_days: 60, exclude_holidays: true, holidays: [{back(1)}]}}
  web_sources: {{source_type: config, source_config: {{sources: ["*_form*"]}}, match_mode: wildcard}}
  campaigns: {{types: [Voice_Campaign_2024]}}
  additional_filters: {{exclude_tags: [test, Do_Not_Distribute], exclude_dnc: false}}
""",
        f"{OPEN} and {FREE} and {days(0, 60)} and source_date <> current_date - 1 and source_date not in (select day from off)"
        " and web_source like '%\\_form%' and campaign = 'voice_campaign_2024' and not tags && array['test', 'do_not_distribute']",
        None,
    ),
    (
        "working days, regular expressions, tags in, sold statuses, explain_limit",
        DESK + """
  date_range: {older_than_days: 1, younger_than_days: 15, business_days: true}
  web_sources: {source_type: config, source_config: {sources: ["^(google|linkedin)_"]}, match_mode: regex}
  additional_filters: {include_tags: [vip, HOT_LEAD], exclude_sale_statuses: {values: [won, lost]}, exclude_dnc: false}
  explain_limit: 5
""",
        f"{OPEN} and {FREE} and source_date <= current_date and {working_age('source_date')} between 1 and 15"
        " and web_source ~ '^(google|linkedin)_' and tags && array['vip', 'hot_lead'] and coalesce(status, '') not in ('won', 'lost')",
        None,
    ),
    (
        "stock fields, another zone, sources of utm.source, campaign patterns, tag of do-not-call",
        """
  date_range: {older_than_days: 0, younger_than_days: 20}
  web_sources: {source_type: odoo, source_config: {domain: [["name", "ilike", "form"]]}}
  campaigns: {match_patterns: ["*_2024"]}
  additional_filters: {status: [new, Qualified], dnc_filtering: {dnc_tags: [DNC, test], use_blacklists: false}}
execution: {timezone: America/New_York}
""",
        f"{OPEN} and {FREE} and (create_date at time zone 'UTC' at time zone 'America/New_York')::date"
        " between (now() at time zone 'America/New_York')::date - 20 and (now() at time zone 'America/New_York')::date"
        " and source like '%form%' and campaign like '%\\_2024' and stage in ('new', 'qualified') and not tags && array['dnc', 'test']",
        None,
    ),
    (
        "everybody's leads but those of one, required fields, least priority",
        DESK + """
  date_range: {younger_than_days: 100}
  user_exclusion: {excluded_users: ["Seller 0009"]}
  assignment_filters: {exclude_assigned: false}
  additional_filters: {required_fields: [phone, email_from, source_id], min_priority: 2, exclude_dnc: false}
""",
        f"{OPEN} and owner is distinct from 'seller0009@example.com' and {days(0, 100)} and phone is not null and email_from is not null"
        " and source is not null and priority >= 2",
        None,
    ),
    (
        "won leads too, none of a former colleague, statuses out by their case, explain_limit",
        DESK + """
  date_range: {younger_than_days: 60}
  assignment_filters: {exclude_closed: false, exclude_inactive_users: true}
  additional_filters: {status: {exclude: [Utr, lost], case_sensitive: true}}
  explain_limit: 5
""",
        f"user_id is null and {days(0, 60)} and coalesce(exact_status, '') not in ('Utr', 'lost')"
        f" and {UNLISTED} and coalesce(status, '') not in ('dnc', 'do_not_call')",
        None,
    ),
    (
        "activities",
        DESK + """
  date_range: {younger_than_days: 60}
  additional_filters:
    exclude_dnc: false
    activity_deadline_filter: {within_days: 4, keep_if_overdue_more_than_days: 3}
""",
        f"{OPEN} and {FREE} and {days(0, 60)} and (due is null or due > current_date + 4 or due < current_date - 3)",
        None,
    ),
    (
        "contacts with an opportunity, by e-mail and telephone too",
        DESK + """
  date_range: {younger_than_days: 60}
  sales_filter:
    exclude_opportunity_stages: [proposition]
    opportunity_date_range: {enabled: true, days_back: 45}
    secondary_matches: {email: true, phone: true}
  additional_filters: {exclude_dnc: false}
""",
        f"""{OPEN} and {FREE} and {days(0, 60)} and not exists (
  select from crm_lead o left join crm_stage os on os.id = o.stage_id
  where o.active and o.type = 'opportunity' and o.create_date >= current_date - 45 and lower(os.name->>'en_US') is distinct from 'proposition'
    and (o.partner_id = l.partner_id or o.email_normalized = l.email_normalized or o.phone_sanitized = l.phone_sanitized))""",
        None,
    ),
    (
        "old leads to a fixed person",
        DESK + """
  date_range: {younger_than_days: 60}
  assignment_filters: {exclude_assigned: false}
  additional_filters: {exclude_dnc: false}
  dropback_filter:
    age_threshold: {days: 30}
    web_source_campaign_mapping: {voice_sources: [facebook_form, google_ads]}
    web_source_matching: {campaign_patterns: {Apple: {pattern_matches: ["linkedin*"]}}}
    campaign_assignments: {voice: Seller 0010, apple: Seller 0011}
""",
        f"{OPEN} and {days(0, 60)} and not (source_date < current_date - 30 and (web_source in ('facebook_form', 'google_ads')"
        " or web_source like 'linkedin%'))",
        f"{OPEN} and source_date < current_date - 30 and (web_source in ('facebook_form', 'google_ads') and"
        " owner is distinct from 'seller0010@example.com' or web_source like 'linkedin%' and"
        " owner is distinct from 'seller0011@example.com')",
    ),
]

SETUP = """
insert into res_partner (name, complete_name, active) select 'Contact ' || n, 'Contact ' || n, true from generate_series(1, 40) n;
update crm_lead c set partner_id = p.id from (select id, row_number() over (order by id desc) as n from res_partner where name like 'Contact %') p
  where c.name like 'Lead %' and c.id % 3 = 0 and p.n = 1 + c.id % 40;
update crm_lead set email_normalized = 'shared' || id % 60 || '@example.org' where name like 'Lead %' and id % 11 = 0;
update crm_lead set phone_sanitized = '+1555' || id % 50 where name like 'Lead %' and id % 13 = 0;
update crm_lead set stage_id = (select id from crm_stage where is_won limit 1), won_status = 'won', probability = 100
  where name like 'Lead %' and active and id % 17 = 0;
update crm_lead set create_date = create_date - interval '60 days' where name like 'Lead %' and type = 'opportunity' and id % 2 = 0;
insert into mail_blacklist (email, active) select distinct email_normalized, id % 46 <> 0 from crm_lead
  where id % 23 = 0 and email_normalized is not null on conflict do nothing;
insert into phone_blacklist (number, active) select distinct phone_sanitized, true from crm_lead
  where id % 29 = 0 and phone_sanitized is not null on conflict do nothing;
update res_users set active = false where login = 'seller0012@example.com';
insert into resource_resource (name, resource_type, time_efficiency, tz, active) values ('One person', 'user', 100, 'UTC', true);
insert into resource_calendar_leaves (name, time_type, date_from, date_to, resource_id)
  select 'Off', 'leave', current_date - back, current_date - back + interval '86399 seconds',
         case when back = 10 then (select id from resource_resource where name = 'One person') end from unnest(array[5, 10, 20]) as back;
"""


def sql(query):
    return subprocess.run(PG + ["-c", query], check=True, capture_output=True, text=True).stdout.split("\n")


def ids(condition):
    return {int(line) for line in sql(f"{LEADS} select id from l where {condition}") if line}


def snapshot():
    return sql("select count(*), md5(string_agg(l::text, '|' order by id)) from crm_lead l")


def call(environment, model, method, **arguments):
    request = urllib.request.Request(
        f"{environment['ODOO_HOST']}/json/2/{model}/{method}",
        data=json.dumps(arguments).encode(),
        headers={"Authorization": f"bearer {environment['ODOO_API_KEY']}", "Content-Type": "application/json", "X-Odoo-Database": environment["ODOO_DB"]},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def furnish(environment):
    """What the generated leads lack."""
    sql(SETUP)
    quiet = {"tracking_disable": True, "mail_activity_quick_update": True}
    model = int(sql("select id from ir_model where model = 'crm.lead'")[0])
    kind = int(sql("select min(id) from mail_activity_type where res_model is null")[0])
    leads = [int(line) for line in sql("select id from crm_lead where name like 'Lead %' and active and type = 'lead' and id % 9 = 0") if line]
    due = [-30, -4, -3, -1, 0, 2, 4, 5, 40]
    values = [
        {"res_model_id": model, "res_id": lead, "activity_type_id": kind, "user_id": 2, "date_deadline": back(-due[at % len(due)])}
        for at, lead in enumerate(leads)
    ]
    # A second one that is due later does not count.
    values += [{**value, "date_deadline": back(-60)} for value in values[::4]]
    call(environment, "mail.activity", "create", vals_list=values, context=quiet)


def dry_run(folder, environment, more):
    (folder / "odlm.yaml").write_text(f"{HEAD}lead_finding:\n{more}" + ("" if "execution:" in more else "execution: {timezone: UTC}\n"))
    command = [ODLM, "dailydist", "--config", "odlm.yaml", "--dry-run", "--json", "--decisions"]
    ended = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)
    assert ended.returncode == 0, f"odlm ended {ended.returncode}: {ended.stderr}"
    return json.loads(ended.stdout)


def same(what, odlm, query):
    assert odlm == query, f"{what}: odlm alone {sorted(odlm - query)[:10]}, SQL alone {sorted(query - odlm)[:10]}, both {len(odlm & query)}"


def examine(folder, environment, name, more, condition, old_condition):
    before = snapshot()
    report = dry_run(folder, environment, more)
    put = {line["lead"] for line in report["decisions"] if line["state"] != "left_out" and not line.get("dropback")}
    same("put to the strategy", put, ids(condition))
    assert put, "no lead at all: nothing was tested"
    assert report["eligible"] == len(put), f"`eligible` is {report['eligible']}, {len(put)} leads were put to the strategy"
    funnel = report["funnel"]
    at = funnel[0]["before"]
    assert report["found"] == funnel[0]["before"], f"`found` is {report['found']}: {funnel}"
    for step in funnel:
        assert step["before"] == at >= step["after"] >= 0, f"the funnel does not add up: {report['funnel']}"
        at = step["after"]
    assert at == report["eligible"], f"the funnel ends with {at}: {report['funnel']}"
    old = ""
    if old_condition:
        given = {line["lead"]: line["to"] for line in report["decisions"] if line.get("dropback")}
        same("given to a fixed person", {lead for lead, to in given.items() if to}, ids(old_condition))
        assert {to for to in given.values() if to} == {environment_user(environment, 10), environment_user(environment, 11)}
        old = f", {len(given)} old ones to fixed people"
    assert snapshot() == before, "a dry run changed a lead"
    print(f"ok: {name}: {len(put)} leads of {report['found']}{old}, {report['rpc']['calls']} calls", flush=True)


def environment_user(environment, number):
    return int(environment["ODOO_FIRST_SELLER_ID"]) + number - 1


def running():
    pid = pathlib.Path(os.environ.get("ODOO_RIG", "/var/tmp/odoo-rig")) / "odoo.pid"
    return pid.exists() and pathlib.Path("/proc", pid.read_text().strip()).exists()


def main():
    if not running():
        atexit.register(subprocess.run, [str(RIG / "down")], check=False)
    command = [str(RIG / "up"), "--fresh", "--leads", "3000", "--salespeople", "12"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    environment = dict(line.split("=", 1) for line in lines if "=" in line)
    furnish(environment)
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        people = "".join(f"seller{number:04d}@example.com\n" for number in range(1, 9))
        (folder / "people.csv").write_text("salesperson_name\n" + people)
        chosen = [configuration for configuration in CONFIGURATIONS if WANTED in configuration[0]]
        for configuration in chosen:
            try:
                examine(folder, environment, *configuration)
            except AssertionError as error:
                failed += 1
                print(f"FAILED: {configuration[0]}: {error}", flush=True)
    if failed:
        sys.exit(f"{failed} of {len(chosen)} configurations do not agree with PostgreSQL")
    print(f"{len(chosen)} configurations agree with PostgreSQL")


main()
