package io.driftgate.schemas.registry;

import org.apache.avro.Schema;

/**
 * A version of a subject.
 *
 * @param subject its name
 * @param version counted within the subject, from 1
 * @param id of the schema, unique in the registry; what travels in a record
 * @param schema parsed
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}
