package io.driftgate.standalone.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What tells a process from another that got its number later: when it started, and of what program. Numbers come round,
 * after a restart of the machine within minutes.
 *
 * @param started by the system's clock; nothing where the system does not say
 * @param command path of its program; nothing where the system does not say
 */
record ProcessMark(long pid, Optional<Instant> started, Optional<String> command) {

    /** Start times are counted from that of the machine, which moves when its clock is set. */
    private static final Duration SAME = Duration.ofSeconds(10);

    /** Of a process as it is now; of one that is gone, its number alone. */
    static ProcessMark of(long pid) {
        Optional<ProcessHandle.Info> info = ProcessHandle.of(pid).map(ProcessHandle::info);
        return new ProcessMark(
                pid, info.flatMap(ProcessHandle.Info::startInstant), info.flatMap(ProcessHandle.Info::command));
    }

    static ProcessMark read(JsonNode json) {
        Optional<Instant> started = Optional.empty();
        try {
            started = Optional.of(Instant.parse(json.path("started").asText("")));
        } catch (DateTimeException none) {
            // Then the program alone tells.
        }
        return new ProcessMark(
                json.path("pid").asLong(),
                started,
                Optional.of(json.path("command").asText("")).filter(text -> !text.isEmpty()));
    }

    void write(ObjectNode json) {
        json.put("pid", pid);
        started.ifPresent(time -> json.put("started", time.toString()));
        command.ifPresent(program -> json.put("command", program));
    }

    /** The process, if it still runs; nothing when it is gone, is another by now, or cannot be told from another. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(alive -> isThatOf(of(pid)));
    }

    private boolean isThatOf(ProcessMark now) {
        boolean times = started.isPresent() && now.started.isPresent();
        boolean programs = command.isPresent() && now.command.isPresent();
        if (times && Duration.between(started.get(), now.started.get()).abs().compareTo(SAME) > 0) {
            return false;
        }
        if (programs && !command.equals(now.command)) {
            return false;
        }
        return times || programs;
    }
}
