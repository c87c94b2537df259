from corridor.platform.room import Room


class ExchangeConfig(Room):
    name = "corridor.platform.exchange"
    label = "exchange"
