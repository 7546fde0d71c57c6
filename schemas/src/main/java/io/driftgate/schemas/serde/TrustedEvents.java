package io.driftgate.schemas.serde;

import org.apache.avro.Conversion;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that our generated classes may be made by name. Since 1.12 it refuses all that no JVM-wide setting trusts,
 * and then not even {@code Alert.newBuilder().build()} works, since defaults of enums are read like data.
 *
 * <p>Avro makes one of these, by the service file beside it, with each data model, and every generated class has one; so
 * the trust is there before the first use, without a flag that somebody could forget. It covers our package of events,
 * and adds to what the JVM trusts already. It converts nothing: the logical type does not exist.
 */
public final class TrustedEvents extends Conversion<TrustedEvents> {

    private static final String PACKAGE = "io.driftgate.schemas.events.";

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(PACKAGE)));
    }

    @Override
    public Class<TrustedEvents> getConvertedType() {
        return TrustedEvents.class;
    }

    @Override
    public String getLogicalTypeName() {
        return "driftgate-trusted-events";
    }
}
