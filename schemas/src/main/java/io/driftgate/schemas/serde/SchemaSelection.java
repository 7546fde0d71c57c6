package io.driftgate.schemas.serde;

/** Under which of a subject's schemas a serializer writes. */
enum SchemaSelection {
    /** The record's own, which the deployment has registered. */
    REGISTERED,
    /** The subject's newest version ({@code use.latest.version}). */
    LATEST,
    /** The record's own, registered by the serializer where it is missing ({@code auto.register.schemas}). */
    AUTO_REGISTER
}
