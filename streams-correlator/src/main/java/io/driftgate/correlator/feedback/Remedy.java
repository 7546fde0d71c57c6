package io.driftgate.correlator.feedback;

/** What was done about a record that is not the correlator's word. */
public enum Remedy {
    PUT_BACK("The correlator published its own record again."),
    STANDS_BEHIND("A record of the correlator's own stands behind it already."),
    NOTHING_HARMED("No record of the correlator's own was written over, so there was nothing to put back."),
    NOT_CARRIED_OUT("It was not carried out.");

    private final String sentence;

    Remedy(String sentence) {
        this.sentence = sentence;
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
