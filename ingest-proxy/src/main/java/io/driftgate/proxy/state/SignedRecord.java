package io.driftgate.proxy.state;

/**
 * A record of a feedback topic as it was written, so that it can be kept and verified again.
 *
 * @param value its bytes, which are what is signed
 * @param signature what the signature's header holds
 */
public record SignedRecord(String key, byte[] value, byte[] signature) {

    @Override
    public String toString() {
        return key;
    }
}
