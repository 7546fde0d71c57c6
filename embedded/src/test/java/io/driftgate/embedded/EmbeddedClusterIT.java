package io.driftgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class EmbeddedClusterIT {

    @Test
    void shouldShareOneBrokerAndRegistryPerJvm() throws Exception {
        EmbeddedCluster cluster = EmbeddedCluster.shared();

        assertThat(EmbeddedCluster.shared()).isSameAs(cluster);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
            HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.registryUrl() + "/subjects"))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldGiveEveryTestAPrefixOfItsOwn() {
        EmbeddedCluster cluster = EmbeddedCluster.shared();

        assertThat(IntStream.range(0, 100).mapToObj(i -> cluster.newTopicPrefix()))
                .doesNotHaveDuplicates()
                .allMatch(prefix -> prefix.matches("t[a-z0-9]+-"));
    }
}
