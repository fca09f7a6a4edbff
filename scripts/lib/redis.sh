# SPDX-License-Identifier: ISC
# A private Redis in DIR/redis. All its data can be made again from PostgreSQL, so
# an append-only file that is synced every second is enough.

redis_conf()
{
	cat <<END
# Written by farmstand; changes are lost.
port 0
unixsocket $RUN/redis.sock
unixsocketperm 700
protected-mode yes
dir $FARM/redis/data
daemonize no
supervised no
save ""
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
databases 1
tcp-backlog 511
loglevel notice
always-show-logo no
END
}

redis_up()
{
	FAIL_HINT="$LOGS/redis.log may say more."
	redis_conf >"$FARM/redis/redis.conf"
	if ! part_alive redis; then
		part_sweep redis
		spawn redis "$FARM_USER" redis-server "$FARM/redis/redis.conf"
	fi
	if ! wait_until 30 redis_answers; then
		FAIL_LOG=$LOGS/redis.log
		return 1
	fi
	FAIL_HINT=
}

redis_answers()
{
	part_alive redis || return 1
	[ "$(run_as "$FARM_USER" redis-cli -s "$RUN/redis.sock" ping \
	    2>/dev/null)" = PONG ]
}

redis_down()
{
	part_stop redis TERM 30
}
