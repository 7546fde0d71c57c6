package io.driftgate.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.config.Interpolated;
import io.driftgate.standalone.data.FirstConfig;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirstConfigTest {

    @TempDir
    Path temporary;

    /** Who adds a key to a service's configuration also says here what it is for. */
    @ParameterizedTest
    @EnumSource(ServiceKind.class)
    void shouldNameEveryKeyThatTheServiceKnows(ServiceKind service) throws IOException {
        FirstConfig.into(temporary);
        String text = Files.readString(temporary.resolve(service.fileName()));
        Set<String> keys = new TreeSet<>();
        collect(service.type(), keys);
        assertThat(keys).contains("bootstrap_servers", "partitions").hasSizeGreaterThan(15);
        List<String> missing = new ArrayList<>();
        for (String key : keys) {
            if (!text.matches("(?s).*\\b" + key + "\\b.*")) {
                missing.add(key);
            }
        }
        assertThat(missing)
                .as("keys that %s does not explain", service.fileName())
                .isEmpty();
    }

    private static void collect(Type type, Set<String> keys) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, keys);
            }
        } else if (type instanceof Class<?> record && record.isRecord() && !record.equals(HostPort.class)) {
            for (RecordComponent component : record.getRecordComponents()) {
                if (component.getType() == Interpolated.class) {
                    continue;
                }
                keys.add(component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
                collect(component.getGenericType(), keys);
            }
        }
    }
}
