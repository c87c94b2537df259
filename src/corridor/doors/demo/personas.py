"""The invented people and offices of the demo. No real person, firm or number is meant."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.core.text import N_
from corridor.platform.access.actor import Role


@dataclass(frozen=True)
class Office:
    """An organisation of the demo."""

    key: str
    kind: str
    name: str
    country: str
    number: str = ""
    headcount: int | None = None
    phone: str = ""


@dataclass(frozen=True)
class Persona:
    """A person of the demo, in one capacity; workers have no office."""

    key: str
    given: str
    family: str
    nationality: str
    role: Role
    office: str = ""
    language: str = "en"
    what: str = ""
    passport: str = ""
    phone: str = ""
    born: str = "1990-01-01"
    shown: bool = True


# No subscriber's number begins with a 0: nobody can be called by mistake.
OFFICES: tuple[Office, ...] = (
    Office("al_waha", "employer", "Al Waha Facilities W.L.L.", "QAT", "10007822", 240),
    Office("al_noor", "household", "Household of Mariam Al-Noor", "QAT", "28463400011"),
    Office("doha_clean", "employer", "Doha Bright Services W.L.L.", "QAT", "10009311", 60),
    Office("himal", "agency", "Himal Careers Pvt. Ltd.", "NPL", "DOFE-1042"),
    Office("sagar", "agency", "Sagar Overseas Pvt. Ltd.", "NPL", "DOFE-0877"),
    Office(
        "npl_mission",
        "mission",
        "Embassy of Nepal, Doha: labour section",
        "NPL",
        phone="+974 0000 0101",
    ),
    Office("npl_dofe", "ministry", "Department of Foreign Employment, Kathmandu", "NPL"),
    Office("npl_gate", "border", "Immigration, Kathmandu airport", "NPL"),
    Office(
        "npl_desk", "desk", "Migrant Resource Centre, Kathmandu", "NPL", phone="+977 1 000 0102"
    ),
    Office("npl_union", "union", "Nepal Migrant Workers’ Union", "NPL", phone="+977 1 000 0103"),
    Office("qat_ministry", "ministry", "Ministry of Labour, Doha: contracts", "QAT"),
    Office("qat_inspect", "inspectorate", "Labour inspection, Doha", "QAT"),
    Office("lindenhof", "employer", "Pflegeheim Lindenhof gGmbH", "DEU", "HRB-55120", 85),
    Office("phl_dmw", "ministry", "Department of Migrant Workers, Manila", "PHL"),
    Office(
        "phl_mission", "mission", "Migrant Workers Office, Berlin", "PHL", phone="+49 30 000 0104"
    ),
    Office("phl_gate", "border", "Immigration, Manila airport", "PHL"),
    Office(
        "phl_desk", "desk", "Migrant Resource Centre, Quezon City", "PHL", phone="+63 2 0000 0105"
    ),
    Office("care_union", "union", "Care Workers United", "DEU", phone="+49 30 000 0106"),
    Office("npl_statistics", "statistics", "Office of Statistics, Kathmandu", "NPL"),
    Office("node", "node", "OpenCorridor demo node", "NPL"),
)

PERSONAS: tuple[Persona, ...] = (
    Persona("asha", "Asha", "Limbu", "NPL", Role.WORKER, language="ne", passport="55660001",
            phone="+9779801000005", born="1994-05-17",
            what=N_("An offer from Doha waits for her answer")),
    Persona("maya", "Maya", "Tamang", "NPL", Role.WORKER, language="ne", passport="11223344",
            phone="+9779801000001", born="1996-04-12",
            what=N_("A worker from Sindhupalchok who looks for a job abroad")),
    Persona("sunita", "Sunita", "Rai", "NPL", Role.WORKER, language="ne", passport="22334455",
            phone="+9779801000002", born="1988-09-30",
            what=N_("A domestic worker in a household in Doha")),
    Persona("bikash", "Bikash", "Thapa", "NPL", Role.WORKER, language="ne", passport="33445566",
            phone="+9779801000003", born="1992-02-02",
            what=N_("At work in Doha for two months; his wage came short")),
    Persona("fulmaya", "Fulmaya", "Tharu", "NPL", Role.WORKER, language="ne", passport="55660005",
            phone="+9779801000006", born="1994-05-17",
            what=N_("Her visa names other work than her contract")),
    Persona("liza", "Liza", "Santos", "PHL", Role.WORKER, language="fil", passport="P1234567A",
            phone="+639171000004", born="1995-07-21",
            what=N_("A nurse from Iloilo on her way to Germany")),
    Persona("employer", "Khalid", "Al-Mansouri", "QAT", Role.EMPLOYER, "al_waha",
            what=N_("Personnel manager of a firm in Doha")),
    Persona("new_employer", "Fatima", "Al-Sulaiti", "QAT", Role.EMPLOYER, "doha_clean",
            what=N_("Personnel manager of a cleaning firm in Doha")),
    Persona("household", "Mariam", "Al-Noor", "QAT", Role.EMPLOYER, "al_noor", language="ar",
            what=N_("Employs a domestic worker at home")),
    Persona("agency", "Ramesh", "Shrestha", "NPL", Role.AGENCY, "himal",
            what=N_("Runs a licensed recruitment agency in Kathmandu")),
    Persona("attache", "Anita", "Karki", "NPL", Role.LABOUR_ATTACHE, "npl_mission",
            what=N_("Labour attaché of Nepal in Doha")),
    Persona("officer", "Prakash", "Adhikari", "NPL", Role.ORIGIN_OFFICER, "npl_dofe",
            what=N_("Clearance officer in Kathmandu")),
    Persona("second_officer", "Gita", "Poudel", "NPL", Role.ORIGIN_OFFICER, "npl_dofe",
            what=N_("The second officer, who decides")),
    Persona("third_officer", "Hari", "Bhandari", "NPL", Role.ORIGIN_OFFICER, "npl_dofe",
            what=N_("Decides appeals")),
    Persona("fourth_officer", "Sabita", "Maharjan", "NPL", Role.ORIGIN_OFFICER, "npl_dofe",
            what=N_("Checks again what an appeal has opened")),
    Persona("fifth_officer", "Nabin", "Rana", "NPL", Role.ORIGIN_OFFICER, "npl_dofe",
            what=N_("Decides again what an appeal has opened")),
    Persona("gate", "Deepak", "Lama", "NPL", Role.BORDER_OFFICER, "npl_gate",
            what=N_("Checks passes at the airport gate")),
    Persona("counsellor", "Kamala", "Gurung", "NPL", Role.COUNSELLOR, "npl_desk",
            what=N_("Help desk: explains contracts, fills in forms with people")),
    Persona("destination", "Noora", "Al-Kuwari", "QAT", Role.DESTINATION_OFFICER, "qat_ministry",
            language="ar", what=N_("Registers contracts in Doha")),
    Persona("inspector", "Yousef", "Al-Ansari", "QAT", Role.INSPECTOR, "qat_inspect",
            language="ar", what=N_("Labour inspector in Doha")),
    Persona("union", "Sarita", "Chaudhary", "NPL", Role.UNION, "npl_union",
            what=N_("Union officer; sees only cases she has a mandate for")),
    Persona("german_employer", "Katrin", "Weber", "DEU", Role.EMPLOYER, "lindenhof",
            what=N_("Runs a care home in Brandenburg")),
    Persona("phl_attache", "Ramon", "Cruz", "PHL", Role.LABOUR_ATTACHE, "phl_mission",
            what=N_("Labour attaché of the Philippines in Berlin")),
    Persona("phl_officer", "Teresa", "Reyes", "PHL", Role.ORIGIN_OFFICER, "phl_dmw",
            what=N_("Clearance officer in Manila")),
    Persona("phl_second", "Jose", "Bautista", "PHL", Role.ORIGIN_OFFICER, "phl_dmw",
            what=N_("The second officer in Manila, who decides")),
    Persona("phl_gate", "Maricel", "Ocampo", "PHL", Role.BORDER_OFFICER, "phl_gate",
            what=N_("Checks passes at the Manila gate")),
    Persona("phl_counsellor", "Grace", "Villanueva", "PHL", Role.COUNSELLOR, "phl_desk",
            what=N_("Help desk in Quezon City")),
    Persona("care_union", "Jan", "Schulte", "DEU", Role.UNION, "care_union",
            what=N_("Sits on the monitoring committee for care workers")),
    Persona("statistician", "Meena", "Joshi", "NPL", Role.STATISTICIAN, "npl_statistics",
            what=N_("Prepares releases of statistics")),
    Persona("second_statistician", "Arjun", "Dhakal", "NPL", Role.STATISTICIAN,
            "npl_statistics", what=N_("The second person, who approves releases")),
    Persona("admin", "Ada", "Node", "NPL", Role.ADMIN, "node",
            what=N_("Looks after accounts and roles; sees no case")),
)  # fmt: skip
