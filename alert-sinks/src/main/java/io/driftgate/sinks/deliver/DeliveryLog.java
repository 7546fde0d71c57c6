package io.driftgate.sinks.deliver;

import io.driftgate.schemas.events.AlertDelivery;

/** Where it is written down what came of an alert. */
@FunctionalInterface
interface DeliveryLog {
    /** @return whether Kafka acknowledged it */
    boolean record(AlertDelivery delivery);
}
