package io.driftgate.schemas.serde;

/** An enum as Avro generates it. */
enum TestKind {
    UNKNOWN,
    A,
    B
}
