/**
 * The proof that nothing is charged twice and nothing is lost: the program is killed,
 * halted, stopped and paused, its database and its gateway fail, and afterwards the
 * gateway's books, the ledger and the result file are compared row by row. Run by
 * {@code jobs/verify-exactly-once.sh}.
 */
package chargerunner.proof;
