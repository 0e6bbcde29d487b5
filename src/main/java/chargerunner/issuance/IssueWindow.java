package chargerunner.issuance;

/**
 * What {@code IMP.request_pay} is given to open one window.
 *
 * @param merchantUid its number, which was stored before
 * @param amount the won that the window is told
 * @param issuance what it is for
 */
record IssueWindow(String merchantUid, long amount, Issuance issuance) {
}
