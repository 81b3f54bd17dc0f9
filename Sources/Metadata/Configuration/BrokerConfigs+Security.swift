/// Kafka's settings for SSL, SASL, access control and delegation tokens, none of which is served yet.
extension BrokerConfigs {
    static let securityNotServedYet: [ConfigDefinition] =
        security

    private static let security = unused(
        because: "SSL, SASL and access control are not served yet, all listeners are PLAINTEXT",
        """
        allow.everyone.if.no.acl.found boolean false - read-only
        connection.failed.authentication.delay.ms int 100 0.. read-only
        connections.max.reauth.ms long 0 - read-only
        delegation.token.expiry.check.interval.ms long 3600000 1.. read-only
        delegation.token.expiry.time.ms long 86400000 1.. read-only
        delegation.token.master.key password - - read-only
        delegation.token.max.lifetime.ms long 604800000 1.. read-only
        delegation.token.secret.key password - - read-only
        sasl.client.callback.handler.class class - - read-only
        sasl.enabled.mechanisms list GSSAPI - per-broker
        sasl.jaas.config password - - per-broker
        sasl.kerberos.kinit.cmd string /usr/bin/kinit - per-broker
        sasl.kerberos.min.time.before.relogin long 60000 - per-broker
        sasl.kerberos.principal.to.local.rules list DEFAULT - per-broker
        sasl.kerberos.service.name string - - per-broker
        sasl.kerberos.ticket.renew.jitter double 0.05 - per-broker
        sasl.kerberos.ticket.renew.window.factor double 0.8 - per-broker
        sasl.login.callback.handler.class class - - read-only
        sasl.login.class class - - read-only
        sasl.login.connect.timeout.ms int - - read-only
        sasl.login.read.timeout.ms int - - read-only
        sasl.login.refresh.buffer.seconds short 300 - per-broker
        sasl.login.refresh.min.period.seconds short 60 - per-broker
        sasl.login.refresh.window.factor double 0.8 - per-broker
        sasl.login.refresh.window.jitter double 0.05 - per-broker
        sasl.login.retry.backoff.max.ms long 10000 - read-only
        sasl.login.retry.backoff.ms long 100 - read-only
        sasl.mechanism.inter.broker.protocol string GSSAPI - per-broker
        sasl.oauthbearer.assertion.algorithm string RS256 ~ES256|RS256 read-only
        sasl.oauthbearer.assertion.claim.aud string - - read-only
        sasl.oauthbearer.assertion.claim.exp.seconds int 300 0..86400 read-only
        sasl.oauthbearer.assertion.claim.iss string - - read-only
        sasl.oauthbearer.assertion.claim.jti.include boolean false - read-only
        sasl.oauthbearer.assertion.claim.nbf.seconds int 60 0..3600 read-only
        sasl.oauthbearer.assertion.claim.sub string - - read-only
        sasl.oauthbearer.assertion.file string - - read-only
        sasl.oauthbearer.assertion.private.key.file string - - read-only
        sasl.oauthbearer.assertion.private.key.passphrase password - - read-only
        sasl.oauthbearer.assertion.template.file string - - read-only
        sasl.oauthbearer.client.credentials.client.id string - - read-only
        sasl.oauthbearer.client.credentials.client.secret password - - read-only
        sasl.oauthbearer.clock.skew.seconds int 30 - read-only
        sasl.oauthbearer.expected.audience list "" - read-only
        sasl.oauthbearer.expected.issuer string - - read-only
        sasl.oauthbearer.jwks.endpoint.refresh.ms long 3600000 - read-only
        sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms long 10000 - read-only
        sasl.oauthbearer.jwks.endpoint.retry.backoff.ms long 100 - read-only
        sasl.oauthbearer.jwks.endpoint.url string - - read-only
        sasl.oauthbearer.jwt.retriever.class class DefaultJwtRetriever - read-only
        sasl.oauthbearer.jwt.validator.class class DefaultJwtValidator - read-only
        sasl.oauthbearer.scope string - - read-only
        sasl.oauthbearer.scope.claim.name string scope - read-only
        sasl.oauthbearer.sub.claim.name string sub - read-only
        sasl.oauthbearer.token.endpoint.url string - - read-only
        sasl.server.callback.handler.class class - - read-only
        sasl.server.max.receive.size int 524288 - read-only
        security.providers string - - read-only
        ssl.allow.dn.changes boolean false - read-only
        ssl.allow.san.changes boolean false - read-only
        ssl.cipher.suites list "" - per-broker
        ssl.client.auth string none required|requested|none per-broker
        ssl.enabled.protocols list TLSv1.2,TLSv1.3 - per-broker
        ssl.endpoint.identification.algorithm string https - per-broker
        ssl.engine.factory.class class - - per-broker
        ssl.key.password password - - per-broker
        ssl.keymanager.algorithm string SunX509 - per-broker
        ssl.keystore.certificate.chain password - - per-broker
        ssl.keystore.key password - - per-broker
        ssl.keystore.location string - - per-broker
        ssl.keystore.password password - - per-broker
        ssl.keystore.type string JKS - per-broker
        ssl.principal.mapping.rules string DEFAULT - read-only
        ssl.protocol string TLSv1.3 - per-broker
        ssl.provider string - - per-broker
        ssl.secure.random.implementation string - - per-broker
        ssl.trustmanager.algorithm string PKIX - per-broker
        ssl.truststore.certificates password - - per-broker
        ssl.truststore.location string - - per-broker
        ssl.truststore.password password - - per-broker
        ssl.truststore.type string JKS - per-broker
        super.users string - - read-only
        """)
}
