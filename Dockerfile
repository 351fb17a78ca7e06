# syntax=docker/dockerfile:1

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /source
COPY pom.xml .
RUN --mount=type=cache,target=/root/.m2 mvn -B -q dependency:go-offline
COPY openapi.yaml .
COPY src src
RUN --mount=type=cache,target=/root/.m2 mvn -B -q package -DskipTests -Dspotless.check.skip \
 && java -Djarmode=tools -jar target/evenkeel-*.jar extract --destination /app --application-filename evenkeel.jar

# Not Alpine: Deeplearning4j and ONNX Runtime need glibc.
FROM eclipse-temurin:17-jre-noble
RUN apt-get update && apt-get install -y --no-install-recommends curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home evenkeel \
 && install -d -o evenkeel -g evenkeel /data
COPY --from=build /app/lib /app/lib
COPY --from=build /app/evenkeel.jar /app/evenkeel.jar
USER evenkeel
WORKDIR /app
ENV SERVER_ADDRESS=0.0.0.0 \
    EVENKEEL_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD curl -fsS http://127.0.0.1:8080/actuator/health/readiness || exit 1
ENTRYPOINT ["java", "-Xmx512m", "-jar", "evenkeel.jar"]
