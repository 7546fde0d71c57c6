# Driftgate in a container: one image for the four services, the steps around them and the command line.
#
# Plain: compiles in a container, so that nothing but Docker is needed.   docker build .
# With jars that Maven has built on this machine already.                 docker build --target built .
#
# A build that reaches Maven Central by a mirror or a proxy only: put a settings.xml into deploy/image/maven/, or give
# options with --build-arg MAVEN_ARGS="-Dhttps.proxyHost=... -Dhttps.proxyPort=...".

FROM eclipse-temurin:25-jre AS runtime
RUN groupadd --gid 10001 driftgate \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/driftgate --shell /usr/sbin/nologin driftgate \
 && mkdir -p /opt/driftgate/lib /etc/driftgate /var/lib/driftgate/gateway /var/lib/driftgate/correlator \
      /var/lib/driftgate/sources/states /var/lib/driftgate/sources/trail \
 && touch /var/lib/driftgate/sources/live.jsonl \
 && chown -R 10001:10001 /var/lib/driftgate
COPY deploy/image/run deploy/image/driftgate deploy/image/ready /opt/driftgate/bin/
RUN chmod 755 /opt/driftgate/bin/*
ENV PATH=/opt/driftgate/bin:$PATH
WORKDIR /var/lib/driftgate
USER 10001:10001
ENTRYPOINT ["/opt/driftgate/bin/run"]

# The first source is there to be copied when no jar is: a builder that makes every stage must not stop here.
FROM runtime AS built
COPY deploy/image/run standalone/target/launcher/*.jar /opt/driftgate/lib/

FROM maven:3-eclipse-temurin-25 AS build
ARG MAVEN_ARGS=""
COPY deploy/image/maven /root/.m2/
WORKDIR /source
COPY . .
# Jars of this machine are none of this build's; the embedded registry is none of the image's.
RUN rm -rf standalone/target \
 && mvn -B -ntp -pl standalone -am package -Dmaven.test.skip=true -Dspotless.check.skip=true -Ddriftgate.registry.skip=true

FROM runtime
COPY --from=build /source/standalone/target/launcher/*.jar /opt/driftgate/lib/
