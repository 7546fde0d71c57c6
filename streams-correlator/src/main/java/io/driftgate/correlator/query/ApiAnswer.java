package io.driftgate.correlator.query;

import com.fasterxml.jackson.databind.JsonNode;

/** What the API answers. */
sealed interface ApiAnswer permits Page, CommandTaken, ProblemDocument {

    /** HTTP status. */
    int status();

    String mediaType();

    JsonNode body();
}
