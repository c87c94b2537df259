"""Writes golden.csv again: every design of designs.yaml in R's survey package, where it is there.

    python tests/engines/statistics/survey/golden.py

R is asked for one domain at a time, as a subset of the design, with the degrees of freedom of that
subset. Nothing of the package or its data is kept here: designs, tables and answers are our own.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
START = """
suppressMessages(library(survey)); options(warn = -1); rows <- list()
G <- data.frame(g = c("E", "H", "M"), Freq = c(400, 450, 420))
S <- data.frame(sex = c("F", "M"), Freq = c(600, 670))
replicated <- function(d) inherits(d, "svyrep.design")
out <- function(case, est, var, dom, level, m, ci, deff, df, n) {
  numbers <- sprintf("%.14g", as.numeric(c(coef(m), SE(m), ci[1], ci[2], deff, df, n)))
  rows[[length(rows) + 1]] <<- paste(c(case, est, var, dom, level, numbers), collapse = ",") }
effect <- function(m) tryCatch(as.numeric(diag(as.matrix(deff(m)))), error = function(e) NA)
shares <- function(d, m, df) {
  if (!replicated(d)) return(attr(svyciprop(~.i, d, method = "xlogit", df = df), "ci"))
  again <- svymean(~.i, d, return.replicates = TRUE)
  at <- log(again$replicates / (1 - again$replicates))
  middle <- log(coef(m) / (1 - coef(m)))
  v <- survey:::svrVar(at, d$scale, d$rscales, mse = d$mse, coef = middle)
  plogis(middle + c(-1, 1) * qt(0.975, df) * sqrt(as.numeric(v))) }
one <- function(case, d, est, vars, by, at) {
  v <- d$variables; label <- paste(vars, collapse = "/")
  kinds <- if (is.null(by)) data.frame(all = 1) else unique(v[, by, drop = FALSE])
  for (i in seq_len(nrow(kinds))) {
    held <- rep(TRUE, nrow(v)); e <- d
    for (b in by) held <- held & v[[b]] == kinds[i, b]
    for (b in vars) { held <- held & !is.na(v[[b]])
      if (is.numeric(v[[b]])) e$variables[[b]][is.na(v[[b]])] <- 0 }
    dom <- if (is.null(by)) "" else paste(sapply(by, function(b) kinds[i, b]), collapse = "|")
    if (!all(held)) e <- e[held, ]
    n <- if (replicated(e)) length(e$pweights) else sum(weights(e, "sampling") != 0)
    df <- degf(e); f <- as.formula(paste0("~", vars[1]))
    if (est %in% c("total", "mean")) {
      m <- (if (est == "total") svytotal else svymean)(f, e, deff = TRUE)
      out(case, est, label, dom, "", m, confint(m, df = df), effect(m), df, n) }
    if (est == "ratio") {
      g <- as.formula(paste0("~", vars[2])); m <- svyratio(f, g, e)
      x <- if (replicated(e)) NA else attr(svyratio(f, g, e, deff = TRUE), "deff")
      out(case, est, label, dom, "", m, confint(m, df = df), x, df, n) }
    if (est %in% c("count", "proportion")) for (L in sort(unique(v[[vars[1]]]))) {
      e$variables$.i <- as.numeric(e$variables[[vars[1]]] == L)
      m <- (if (est == "count") svytotal else svymean)(~.i, e, deff = TRUE)
      ci <- if (est == "count") confint(m, df = df) else shares(e, m, df)
      out(case, est, label, dom, L, m, ci, effect(m), df, n) }
    if (est == "quantile") { q <- svyquantile(f, e, at)[[1]]; for (j in seq_along(at))
      rows[[length(rows) + 1]] <<- paste(c(case, est, label, dom, at[j], sprintf("%.14g",
        c(q[j, 1], q[j, 4], q[j, 2], q[j, 3], NA, df, n))), collapse = ",") }
  } }
"""


def asked(ask: dict[str, Any]) -> str:
    """One estimate as a call."""
    est = next(name for name in ask if name not in ("by", "at"))
    named = ask[est] if isinstance(ask[est], list) else [ask[est]]
    variables = ", ".join(f'"{name}"' for name in named)
    by = ", ".join(f'"{name}"' for name in ask.get("by", []))
    at = ", ".join(str(point) for point in ask.get("at", [0.5]))
    return f'"{est}", c({variables}), {f"c({by})" if by else "NULL"}, c({at})'


def main() -> None:
    """Ask for every design and write the answers."""
    book = yaml.safe_load((HERE / "designs.yaml").read_text("utf-8"))
    program = START
    for one in book["designs"]:
        program += f'options(survey.lonely.psu="{one["design"].get("lonely", "fail")}")\n'
        program += f'D <- read.csv("{HERE / one["data"]}.csv", na.strings="")\nd <- {one["r"]}\n'
        for ask in book["estimates"]:
            program += f'one("{one["name"]}", d, {asked(ask)})\n'
    program += 'cat(unlist(rows), sep="\\n")\n'
    made = subprocess.run(["Rscript", "-"], input=program, capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(made.stderr)
    heading = "case,estimator,variable,domain,level,estimate,se,low,high,deff,df,n\n"
    (HERE / "golden.csv").write_text(heading + made.stdout, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
