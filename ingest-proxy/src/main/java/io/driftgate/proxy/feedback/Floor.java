package io.driftgate.proxy.feedback;

import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.Attested.Reason;
import io.driftgate.proxy.state.RecordFile;
import io.driftgate.proxy.state.SignedRecord;
import io.driftgate.proxy.state.StateRefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a book knew when its instance last ran: it is on the disk before it opens anything, and verified again when it is
 * read, so that the file needs no trust of its own. Who takes the whole file away takes the floor away: then the topic
 * alone counts, as for a new instance. One thread.
 */
public final class Floor<V> {

    private static final Logger LOG = LoggerFactory.getLogger(Floor.class);

    private final RecordFile file;
    private final SealedDeserializer<V> records;

    /** @param records stays the caller's to close */
    public Floor(RecordFile file, SealedDeserializer<V> records) {
        this.file = file;
        this.records = records;
    }

    /**
     * Gives a new book what was kept.
     *
     * @throws StateRefusedException when anything in the file is not as the correlator wrote it
     */
    public void restore(SignedBook<V> book) throws StateRefusedException {
        List<SignedRecord> kept = file.read();
        int retired = 0;
        for (SignedRecord record : kept) {
            boolean ours = switch (records.verify(file.topic(), record)) {
                case Attested.Genuine<V> genuine -> book.restore(record, genuine.value(), true);
                case Attested.Untrusted<V> untrusted -> {
                    if (untrusted.reason() != Reason.UNKNOWN_KEY) {
                        throw file.refused("the record of " + record.key() + " is "
                                + untrusted.reason().label());
                    }
                    retired++;
                    Optional<V> value = records.unverified(file.topic(), record);
                    yield value.isPresent() && book.restore(record, value.get(), false);
                }
            };
            if (!ours) {
                throw file.refused("the record of " + record.key() + " does not belong there");
            }
        }
        LOG.atInfo()
                .addKeyValue("file", file.path())
                .addKeyValue("records", kept.size())
                .addKeyValue("signed_by_retired_keys", retired)
                .log("what was known is the floor; a record of a retired key forbids, and permits nothing");
    }

    /** @throws IOException when it is not on the disk; what was kept before is, then */
    void keep(SignedBook<V> book) throws IOException {
        file.write(book.toKeep());
        book.kept();
    }
}
