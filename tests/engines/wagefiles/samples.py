"""Valid wage files that the tests change."""

from __future__ import annotations

PUBLISHED = (
    "EDR,10001016594125,640110101,4551902459,2009-06-01,2009-06-30,30,1221.92,0,0\n"
    "EDR,30305106000500,640110101,155481121,2009-06-01,2009-06-30,30,1000,0,0\n"
    "SCR,0000000009103,302210101,2009-07-16,1107,062009,2,2221.92,AED,1141\n"
)
ARE = (
    "EDR,10001016594125,640110101,AE070331234567890123456,2026-06-01,2026-06-30,30,1221.92,0,0\n"
    "EDR,30305106000500,640110101,155481121,2026-06-01,2026-06-30,30,1000,50.00,0\n"
    "EVP,30305106000500,640110101,20.00,0.00,0.00,0.00,30.00,0.00,0.00\n"
    "EDR,30305106000777,640110101,155481122,2026-06-16,2026-06-30,15,0,0,15\n"
    "SCR,0000000009103,302210101,2026-07-01,1107,062026,3,2271.92,AED,1141\n"
)
_HEADER = (
    "Employer EID,File Creation Date,File Creation Time,Payer EID,Payer QID,"
    "Payer Bank Short Name,Payer IBAN,Salary Year and Month,Total Salaries,Total Records"
)
_ROWS = (
    "Record Sequence,Employee QID,Employee Visa ID,Employee Name,Employee Bank Short Name,"
    "Employee Account,Salary Frequency,Number of Working Days,Net Salary,Basic Salary,"
    "Extra Hours,Extra Income,Deductions,Payment Type,Notes / Comments"
)
_IBAN = "QA58DOHB00001234567890ABCDEFG"
QAT_BASE = (
    f"{_HEADER}\n"
    f"10007822,20260701,1100,10007822,,QNB,{_IBAN},202606,3500.00,3\n"
    f"{_ROWS}\n"
    f"1,28912345678,,SITA GURUNG,QNB,{_IBAN},M,30,1200.00,1200.00,0,0,0,Normal Payment,\n"
    f"2,,VISA123,RAM THAPA,QNB,{_IBAN},M,30,1100.00,1200.00,0,0,100.00,Normal Payment,Loan\n"
    f"3,28912345679,,MAYA RAI,QNB,{_IBAN},M,26,1200.00,1200.00,2.50,50,50,Normal Payment,Key lost\n"
)
QAT_V1 = (
    f"{_HEADER},SIF Version\n"
    f"10007822,20260701,1100,10007822,,QNB,{_IBAN},202606,3500.00,3,01\n"
    f"{_ROWS},Housing Allowance,Food Allowance,Transportation Allowance,Over Time Allowance,"
    "Deduction Reason Code\n"
    f"1,28912345678,,SITA GURUNG,QNB,{_IBAN},M,30,1200.00,1200.00,0,0,0,Normal Payment,,0,0,0,0,\n"
    f"2,,VISA123,RAM THAPA,QNB,{_IBAN},M,30,1100.00,1200.00,0,0,100.00,Normal Payment,Loan,"
    "0,0,0,0,/DRC/04\n"
    f"3,28912345679,,MAYA RAI,QNB,{_IBAN},M,26,1200.00,1200.00,2.50,50,50,Normal Payment,Key lost,"
    "0,0,,0,/DRC/99\n"
)
FILES = {"are": ARE, "qat_base": QAT_BASE, "qat_v1": QAT_V1}
FORMAT = {"are": "are-sif", "qat_base": "qat-sif", "qat_v1": "qat-sif"}
